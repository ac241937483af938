"""Every setting, typed and documented; read from the environment and from .env."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Operators = tuple[int, ...]
DRIVERS = ("sqlite+aiosqlite", "postgresql+psycopg")  # those that are installed and asynchronous
CONTENT = Path(__file__).resolve().parent.parent / "content"


class Settings(BaseSettings):
    """The settings of one process. Names in the environment carry the prefix VIGIL_."""

    model_config = SettingsConfigDict(env_prefix="VIGIL_", env_file=".env", extra="ignore", frozen=True)

    telegram_token: Annotated[
        SecretStr | None, Field(description="The bot's token from @BotFather. Empty: run against the built-in sandbox.")
    ] = None
    telegram_base_url: Annotated[
        str, Field(description="Another Bot API server, up to and including /bot. Empty: Telegram's own.")
    ] = ""
    database_url: Annotated[
        str, Field(description="Where sessions are kept, as an async SQLAlchemy URL. Its folder is created.")
    ] = "sqlite+aiosqlite:///var/vigil.db"
    content: Annotated[Path, Field(description="The folder with the content files.")] = CONTENT
    port: Annotated[int, Field(ge=0, le=65535, description="The sandbox page's port on loopback; 0 takes any.")] = 8080
    semantic: Annotated[
        bool, Field(description="Use the sentence encoder where it is installed; without it words alone decide.")
    ] = True
    ocr: Annotated[
        bool, Field(description="Read the words in pictures where RapidOCR is installed; takes half a gigabyte.")
    ] = True
    cache: Annotated[
        Path | None,
        Field(description="Where a trained matcher is kept, so that the next start is quick. Empty: nowhere."),
    ] = Path("var/cache")
    messages_per_second: Annotated[
        int, Field(ge=0, le=1000, description="Messages a second that Telegram takes from this bot; 0 lifts the limit.")
    ] = 30
    alert_authors: Annotated[
        Operators, NoDecode, Field(description="Telegram ids of those who may write alerts, with commas between.")
    ] = ()
    alert_approvers: Annotated[
        Operators, NoDecode, Field(description="Telegram ids of those who may approve alerts, with commas between.")
    ] = ()
    alert_two_persons: Annotated[
        bool, Field(description="An alert is approved by somebody else than its author; false allows the same person.")
    ] = True
    alert_feed: Annotated[
        Path | None, Field(description="Where the Atom feed of sent alerts is written. Empty: nowhere.")
    ] = Path("var/alerts.atom")
    keep_offers_days: Annotated[
        int, Field(ge=1, le=3650, description="After so many days an offer that somebody let us keep is deleted.")
    ] = 180
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="DEBUG, INFO, WARNING or ERROR.")
    ] = "WARNING"

    @property
    def token(self) -> str:
        """The bot's token in the clear, "" without one."""
        return self.telegram_token.get_secret_value() if self.telegram_token is not None else ""

    @field_validator("alert_authors", "alert_approvers", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        return [part for part in value.replace(",", " ").split() if part] if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _known(cls, value: str) -> str:
        from sqlalchemy import make_url  # noqa: PLC0415 - takes long, and not every command has to do with a database
        from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

        # Without the value: it may hold a password.
        try:
            if make_url(value).drivername in DRIVERS:
                return value
        except (ArgumentError, ValueError):
            pass
        raise PydanticCustomError(
            "database_url", "It must be sqlite+aiosqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"
        )

    @field_validator("log_level", mode="before")
    @classmethod
    def _capital(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("alert_feed", "cache", mode="before")
    @classmethod
    def _nowhere(cls, value: object) -> object:
        return value or None
