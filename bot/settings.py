"""Settings from the environment or `.env`: where things are, never anything clinical.

The closed list is in README.md; a value that cannot be used is refused with the variable's name,
what is wrong and what to write instead.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

FILE = Path(".env")
TOKEN = re.compile(r"\d{1,15}:[A-Za-z0-9_-]{20,}")
NO_TOKEN = (  # nosec B105 # the sentence about a missing token is no token
    "TELEGRAM_BOT_TOKEN is not set: get one from @BotFather and put it in the environment or in "
    ".env; `make demo` shows the whole program without one."
)


class Settings(BaseSettings):
    """Every setting, read once at the start."""

    model_config = SettingsConfigDict(env_file=FILE, extra="ignore", hide_input_in_errors=True)

    telegram_bot_token: str = ""
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = "data/kneecheck.db"
    default_timezone: str = "UTC"
    send_rate: float = Field(default=30, gt=0, le=1000)
    operator_chat_id: int | None = None
    health_port: int | None = Field(default=None, ge=1, le=65535)
    health_host: str = "127.0.0.1"
    ping_url: str = ""
    allow_ephemeral_disk: bool = False
    dyno: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_shape(cls, token: str) -> str:
        if token.strip() and not TOKEN.fullmatch(token.strip()):
            raise ValueError(
                "it does not look like a token; copy the whole line such as 123456:AbC… from "
                "@BotFather"
            )
        return token.strip()

    @field_validator("default_timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (OSError, ValueError, LookupError) as error:  # a folder, a path outside, unknown
            raise ValueError("not an IANA zone name; write one such as Europe/Berlin") from error
        return name

    @field_validator("database_url")
    @classmethod
    def _sqlite_only(cls, url: str) -> str:
        if url.startswith(("postgres://", "postgresql://")):
            raise ValueError("PostgreSQL is not supported yet; write sqlite:///path or a path")
        if "://" in url and not url.startswith("sqlite:///"):
            raise ValueError("write sqlite:///path or a bare path")
        if url.removeprefix("sqlite:///") in ("", ".", ":memory:"):
            raise ValueError("write the path of a file, such as data/kneecheck.db")
        return url

    @field_validator("telegram_api_url")
    @classmethod
    def _no_slash(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("write the base of the Bot API, such as https://api.telegram.org")
        return url.rstrip("/")

    @field_validator("ping_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError("write the whole address, beginning with https://")
        return url

    @property
    def database_path(self) -> Path:
        return Path(self.database_url.removeprefix("sqlite:///"))

    def require_token(self) -> None:
        """Refuse to run without a token, naming the variable and the demo."""
        if not self.telegram_bot_token:
            raise SettingsError(NO_TOKEN)

    def require_lasting_disk(self) -> None:
        """Refuse SQLite where the disk vanishes at every restart, unless told otherwise."""
        if self.dyno and not self.allow_ephemeral_disk:
            raise SettingsError(
                "DYNO is set: this host discards its disk at every restart, and every answer with "
                "it; use a host with a lasting disk (README, Hosting) or set "
                "ALLOW_EPHEMERAL_DISK=true to lose them knowingly."
            )


def read_settings() -> Settings:
    """Settings of this process; a wrong one raises SettingsError naming the variable."""
    try:
        _require_private(FILE)
        return Settings()
    except (OSError, UnicodeError) as error:
        raise SettingsError(
            f"{FILE} in {Path.cwd()} cannot be read ({type(error).__name__}): it must be text in "
            "UTF-8 that this user may read (`chmod 600 .env`), or be taken away."
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        why = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name} cannot be used: {why}.") from None


def _require_private(file: Path) -> None:
    """Refuse settings that others may read, who then could read and write as the bot."""
    others = stat.S_IROTH | stat.S_IWOTH
    if os.name == "posix" and file.exists() and file.stat().st_mode & others:
        raise SettingsError(
            f"{file} in {Path.cwd()} is open to other users of this machine, who would read and "
            f"write as the bot with the token in it: `chmod 600 {file}`, and if others use this "
            "machine, get a new token from @BotFather (/revoke)."
        )
