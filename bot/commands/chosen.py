"""The settings of this run, or what is wrong with them."""

from __future__ import annotations

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape

from bot.config import Settings

err = Console(stderr=True, highlight=False, soft_wrap=True)


def settings() -> Settings:
    """Read the settings, or say which is wrong and stop."""
    try:
        return Settings()
    except ValidationError as error:
        for item in error.errors(include_url=False):
            name = "_".join(map(str, item["loc"])).upper()
            err.print(f"[red]VIGIL_{name}[/]: {escape(item['msg'])}. Mend it in .env or in the environment.")
        raise typer.Exit(2) from error
