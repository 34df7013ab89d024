"""The command line (命令行) ``xinfang``: one click group; each command's module is loaded when it is called."""

import atexit
import gc
import logging
import os
from importlib import import_module

import click

_COMMANDS = {
    "init": "instance:init",
    "demo": "demo:demo",
    "run": "serving:run",
    "worker": "serving:worker",
    "import": "importing:import_group",
    "export": "exporting:export_group",
    "report": "reporting:report_group",
    "module": "modules:module_group",
    "plugin": "plugins:plugin_group",
    "audit": "auditing:audit_group",
    "reset-password": "passwords:reset_password",
    "backup": "backing:backup",
    "restore": "backing:restore",
    "check": "checking:check",
    "bench": "bench:bench_group",
    "daily": "daily:daily",
}
COLLECT_AFTER = (50_000, 20, 20)
_LONG = frozenset({"import", "export"})
"""Commands that let people go first from the beginning: to load what they need is half a second's work by itself."""
_BEHIND = 5


def give_way() -> None:
    """Lower this process's priority (让行) so that pages come before long work; does nothing the second time."""
    if hasattr(os, "nice"):
        os.nice(max(0, _BEHIND - os.nice(0)))


class LazyGroup(click.Group):
    """Commands found by name (按名装载的命令), so that ``xinfang run`` does not import a spreadsheet library."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the manual."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        if cmd_name in _LONG:
            give_way()
        module, name = _COMMANDS[cmd_name].split(":")
        command = getattr(import_module(f"xinfang_site.commands.{module}"), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{name} is not a command")
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """信访事项管理系统的命令行。每个命令都有 --help。"""
    # a broken plugin is told by `init`, `plugin list` and the modules page, not by every command's standard error
    logging.getLogger("xinfang_site.plugin_finding").addHandler(logging.NullHandler())
    # loading makes half a million objects that stay, a page some thousands that go at once by themselves: looking
    # for cycles among them as often as Python does by default is a tenth of the time of both
    gc.set_threshold(*COLLECT_AFTER)
    # at its end Python looks through all of them again, which takes longer than to load them; memory goes anyway
    atexit.register(gc.freeze)
    os.umask(0o077)  # whatever a command writes is readable by its owner only
