/* Comfort only: every page works without this file. Plain ES2017, no dependency, no inline style. */
(function () {
  "use strict";

  function each(selector, act, root) {
    Array.prototype.forEach.call((root || document).querySelectorAll(selector), act);
  }

  /* After a refused submission the focus stands on the summary; its links go on to the field. */
  function focusSummary() {
    var summary = document.querySelector("[data-focus]");
    if (summary) {
      summary.focus();
    }
  }

  /* Where the address names a part of a form, a person just added, say, typing goes on in its first field. */
  function focusNamed() {
    var named = document.getElementById(window.location.hash.slice(1));
    var first = named && !document.querySelector("[data-focus]") && named.querySelector("input, select, textarea");
    if (first && named.tagName === "FIELDSET") {
      first.focus();
    }
  }

  /* "/" goes to the search box; never while typing, never while an input method composes. */
  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function onKey(event) {
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    if (event.key === "Escape") {
      closeMenus(null);
      return;
    }
    var search = document.querySelector("[data-search]");
    if (event.key !== "/" || !search || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) {
      return;
    }
    event.preventDefault();
    search.focus();
    search.select();
  }

  /* The user menu is a <details>; close it by Escape or a click elsewhere. */
  function closeMenus(except) {
    each("details[data-menu][open]", function (menu) {
      if (except && menu.contains(except)) {
        return;
      }
      if (menu.contains(document.activeElement) && !except) {
        menu.querySelector("summary").focus();
      }
      menu.removeAttribute("open");
    });
  }

  /* Characters left in a text box, said when few are left. Code points count once, as the server counts them. */
  function counters() {
    each("[data-counter]", function (note) {
      var box = document.getElementById(note.getAttribute("data-counter"));
      var limit = Number(note.getAttribute("data-limit"));
      if (!box) {
        return;
      }
      function tell() {
        var left = limit - Array.from(box.value).length;
        note.textContent = left < 0 ? "已超出 " + -left + " 字，请删减" : left <= limit / 5 ? "还可输入 " + left + " 字" : "";
        note.classList.toggle("counter-over", left < 0);
      }
      box.addEventListener("input", function (event) {
        if (!event.isComposing) {
          tell();
        }
      });
      box.addEventListener("compositionend", tell);
      tell();
    });
  }

  /* 全选本页, and how many rows are ticked. */
  function bulk() {
    each("form[data-bulk]", function (form) {
      var header = form.querySelector("[data-bulk-header]");
      var count = form.querySelector("[data-bulk-count]");
      var rows = Array.from(form.querySelectorAll("input[name=selected]"));
      if (!header || !rows.length) {
        return;
      }
      var all = document.createElement("input");
      var label = document.createElement("label");
      all.type = "checkbox";
      all.className = "form-check-input";
      all.id = "bulk-page";
      label.htmlFor = all.id;
      label.className = "visually-hidden";
      label.textContent = "全选本页";
      header.textContent = "";
      header.appendChild(all);
      header.appendChild(label);
      function tell() {
        var ticked = rows.filter(function (row) { return row.checked; }).length;
        all.checked = ticked === rows.length;
        all.indeterminate = ticked > 0 && ticked < rows.length;
        count.textContent = ticked ? "已勾选 " + ticked + " 件：" : "勾选下表各行后办理：";
        rows.forEach(function (row) {
          row.closest("tr").classList.toggle("row-ticked", row.checked);
        });
      }
      all.addEventListener("change", function () {
        rows.forEach(function (row) { row.checked = all.checked; });
        tell();
      });
      form.addEventListener("change", tell);
      tell();
    });
  }

  /* A form is sent once. The button keeps its focus and its value; coming back by the Back key frees it. */
  function onSubmit(event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-repeatable")) {
      return;
    }
    if (form.hasAttribute("data-sent")) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) {
      return;
    }
    form.setAttribute("data-sent", "");
    each("button[type=submit]", function (button) { button.setAttribute("aria-disabled", "true"); }, form);
  }

  function freeForms() {
    each("form[data-sent]", function (form) {
      form.removeAttribute("data-sent");
      each("button[type=submit]", function (button) { button.removeAttribute("aria-disabled"); }, form);
    });
  }

  /* What is folded is printed too, and folded again: on paper nobody can open it. */
  function unfoldForPaper() {
    var opened = [];
    window.addEventListener("beforeprint", function () {
      each("details.more:not([open]):not(.no-print)", function (part) {
        part.open = true;
        opened.push(part);
      });
    });
    window.addEventListener("afterprint", function () {
      opened.forEach(function (part) { part.open = false; });
      opened = [];
    });
  }

  /* Prints the page; the button is not there without this file. */
  function printButtons() {
    each("[data-print]", function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
  }

  /* A running job: fetch this page again, replace the box; when it is finished load the page anew. */
  function poll() {
    var box = document.querySelector("[data-poll]");
    if (!box) {
      return;
    }
    window.setTimeout(function () {
      fetch(window.location.href, { credentials: "same-origin" }).then(function (answer) {
        return answer.text();
      }).then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("progress");
        if (!fresh || !fresh.hasAttribute("data-poll")) {
          window.location.reload();
          return;
        }
        box.replaceWith(document.importNode(fresh, true));
        poll();
      }).catch(poll);
    }, 1000 * Number(box.getAttribute("data-poll")));
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", function (event) { closeMenus(event.target); });
  document.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", freeForms);
  counters();
  bulk();
  printButtons();
  unfoldForPaper();
  focusSummary();
  focusNamed();
  poll();
})();
