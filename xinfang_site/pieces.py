"""Pieces of pages (页面片段): what templates and forms write is made safe as always, with less work for each piece.

A list has fourteen hundred pieces. The libraries make a ``Markup`` of every one, only to join them as text; here a
piece is the text itself.
"""

from collections.abc import Callable
from typing import Any

import markupsafe
import wtforms.widgets.core
from flask import Flask
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

core: Any = wtforms.widgets.core  # its stubs lack half of it
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)
"""What the library's own ``escape`` does with a text; that itself, should the name ever go."""


def piece(value: Any) -> str:
    """``markupsafe.escape`` as plain text (转义): for what is only joined with other pieces."""
    if type(value) is str:  # as the library asks: most pieces are
        return _escaped(value)
    if hasattr(value, "__html__"):
        html: str = value.__html__()
        return html
    return _escaped(str(value))


class PiecesGenerator(CodeGenerator):
    """Templates compiled so that what they put on a page goes through :func:`piece` (模板编译)."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.piece(")


def attributes(**values: Any) -> Markup:
    """Attributes of a form's control, as WTForms writes them (控件属性), in a third of its time."""
    found = []
    for name, value in sorted(values.items()):
        if value is True:
            found.append(core.clean_key(name))
        elif value is not False:
            text = str(piece(value)).replace('"', "&quot;")
            found.append(f'{core.clean_key(name)}="{text}"')
    return Markup(" ".join(found))  # noqa: S704 - of pieces, each made safe above


def install(app: Flask) -> None:
    """Before the first template is read; some controls of WTForms ask by their class, others by the module's name."""
    app.jinja_env.code_generator_class = PiecesGenerator
    app.jinja_env.piece = piece  # type: ignore[attr-defined]  # compiled templates find it there
    core.html_params = attributes
    for control in (core.Input, core.Button):
        control.html_params = staticmethod(attributes)
