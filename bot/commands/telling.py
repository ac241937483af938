"""Every command's refusals are said here: the message as it is, whatever it quotes, and exit code 1."""

from __future__ import annotations

from typing import Any

import typer
from rich.text import Text
from typer.core import TyperGroup

from bot.commands.chosen import err
from bot.errors import CannotError


class Telling(TyperGroup):
    """Commands that say why they cannot do what was asked."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - click's, or the copy of click inside typer
        """Run the command; a CannotError ends it with its message and exit code 1."""
        try:
            return super().invoke(ctx)
        except CannotError as error:
            # As Text: a file's name may look like markup.
            err.print(Text(str(error)), style="red")
            if error.mend:
                err.print(Text(error.mend))
            raise typer.Exit(1) from error
