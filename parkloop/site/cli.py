"""The `parkloop` command: each subcommand is a module of `parkloop.site.commands`, loaded only when it is asked for."""

from importlib import import_module

import click

from parkloop import __version__

COMMANDS = (
    "demo",
    "serve",
    "migrate",
    "compile",
    "measure",
    "synth",
    "load-park",
    "park",
    "tick",
    "backup",
    "restore",
    "verify-journal",
    "doctor",
)


class Lazy(click.Group):
    """Loads a command's module when it is named, so that `compile` needs no database and help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which a person meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command object of `parkloop.site.commands.<name>`."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"parkloop.site.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Parkloop: run an innovation park's action plan as a closed loop.

    Start with `parkloop demo` (a synthetic park on this machine). Every command says what it did and where.
    """


if __name__ == "__main__":
    main(prog_name="parkloop")
