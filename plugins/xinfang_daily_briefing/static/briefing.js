/* Comfort only: one key to the next line of the briefing; boards that count minutes look again each minute.
   The pages read the same without it. */
(function () {
  "use strict";

  var lines = Array.prototype.slice.call(document.querySelectorAll("[data-line]"));

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|BUTTON)$/.test(target.tagName);
  }

  function step(by) {
    var here = lines.indexOf(document.activeElement);
    var next = here < 0 ? (by > 0 ? 0 : lines.length - 1) : here + by;
    if (next < 0 || next >= lines.length) {
      return false;
    }
    lines[next].focus();
    lines[next].scrollIntoView({ block: "center" });
    return true;
  }

  var refresh = document.querySelector("script[data-refresh]");
  if (refresh) {
    window.setTimeout(function () {
      window.location.reload();
    }, 1000 * Number(refresh.getAttribute("data-refresh")));
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (isTyping(event.target)) {
      return;
    }
    var down = event.key === "j" || event.key === "ArrowDown";
    var up = event.key === "k" || event.key === "ArrowUp";
    if ((down && step(1)) || (up && step(-1))) {
      event.preventDefault();
    }
  });
})();
