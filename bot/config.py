"""Every setting, typed and documented; read from the environment and from .env."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

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
    log_level: Annotated[str, Field(description="DEBUG, INFO, WARNING or ERROR.")] = "WARNING"
