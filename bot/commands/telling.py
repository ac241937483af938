"""Every command's refusals are said here: the message as it is, whatever it quotes, and exit code 1."""

from __future__ import annotations

from typing import Any

import typer
from rich.text import Text
from sqlalchemy.exc import OperationalError
from typer.core import TyperGroup

from bot.commands.chosen import err
from bot.errors import CannotError


class Telling(TyperGroup):
    """Commands that say why they cannot do what was asked."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - click's, or the copy of click inside typer
        """Run the command; a CannotError, or a database that goes away under it, ends it with exit code 1."""
        try:
            return super().invoke(ctx)
        except CannotError as error:
            # As Text: a file's name may look like markup.
            err.print(Text(str(error)), style="red")
            if error.mend:
                err.print(Text(error.mend))
            raise typer.Exit(1) from error
        except OperationalError as error:
            err.print(Text(f"The database failed in the middle: {error.orig}"), style="red")
            err.print("What it had not finished is not done. Look at the disk and at the server, then try again.")
            raise typer.Exit(1) from error
