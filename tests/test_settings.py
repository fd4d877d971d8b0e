"""Settings come from the environment; a wrong one is refused by name, with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, read_settings

TOKEN = f"123456789:{'A' * 35}"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A clean environment, and no `.env` but the test's own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_what_is_not_set_has_a_default() -> None:
    settings = read_settings()
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database_path == Path("data/kneecheck.db")
    assert (settings.default_timezone, settings.send_rate) == ("UTC", 30)
    assert (settings.log_level, settings.log_format) == ("INFO", "text")


def test_a_file_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("DEFAULT_TIMEZONE=Europe/Berlin\nSEND_RATE=10\nOTHER=x\n")
    (tmp_path / ".env").chmod(0o600)
    monkeypatch.setenv("SEND_RATE", "20")
    settings = read_settings()
    assert (settings.default_timezone, settings.send_rate) == ("Europe/Berlin", 20)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("kneecheck.db", "kneecheck.db"),
        ("sqlite:///data/knee.db", "data/knee.db"),
        ("sqlite:////var/lib/knee.db", "/var/lib/knee.db"),
        ("/var/lib/knee.db", "/var/lib/knee.db"),
    ],
)
def test_a_database_is_a_path_or_an_sqlite_url(
    monkeypatch: pytest.MonkeyPatch, url: str, path: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert read_settings().database_path == Path(path)


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("DATABASE_URL", "postgres://u:secret@host/db", "PostgreSQL is not supported yet"),
        ("DATABASE_URL", "postgresql://u:secret@host/db", "PostgreSQL is not supported yet"),
        ("DATABASE_URL", "mysql://u:secret@host/db", "write sqlite:///path"),
        ("DATABASE_URL", "sqlite://secret.db", "write sqlite:///path"),
        ("DATABASE_URL", "", "write the path of a file"),
        ("DATABASE_URL", "sqlite:///", "write the path of a file"),
        ("DATABASE_URL", "sqlite:///:memory:", "write the path of a file"),
        ("TELEGRAM_API_URL", "secret.example.org", "write the base of the Bot API"),
        ("TELEGRAM_BOT_TOKEN", "secret", "copy the whole line"),
        ("TELEGRAM_BOT_TOKEN", f"bot{TOKEN}", "copy the whole line"),
        ("DEFAULT_TIMEZONE", "Berlin", "such as Europe/Berlin"),
        ("SEND_RATE", "0", "greater than 0"),
        ("HEALTH_PORT", "0", "greater than or equal to 1"),
        ("HEALTH_PORT", "70000", "less than or equal to 65535"),
        ("PING_URL", "secret.example.org", "write the whole address"),
        ("SEND_RATE", "many", "valid number"),
        ("LOG_LEVEL", "LOUD", "'DEBUG'"),
        ("LOG_FORMAT", "xml", "'json'"),
        ("ALLOW_EPHEMERAL_DISK", "perhaps", "valid boolean"),
        ("OPERATOR_CHAT_ID", "me", "valid integer"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, advice: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refusal:
        read_settings()
    sentence = str(refusal.value)
    assert sentence.startswith(f"{name} cannot be used: ")
    assert advice in sentence
    assert "secret" not in sentence
    assert refusal.value.__cause__ is None, "the cause would repeat the value"


def test_a_token_is_taken_with_the_spaces_it_was_copied_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f" {TOKEN}\n")
    settings = read_settings()
    settings.require_token()
    assert settings.telegram_bot_token == TOKEN


@pytest.mark.parametrize("empty", ["", "   "])
def test_without_a_token_the_sentence_names_the_demo(
    monkeypatch: pytest.MonkeyPatch, empty: str
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", empty)
    with pytest.raises(SettingsError, match="make demo"):
        read_settings().require_token()


def test_the_api_url_may_end_in_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    assert read_settings().telegram_api_url == "http://127.0.0.1:8081"


def test_the_level_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    assert read_settings().log_level == "DEBUG"


def test_a_disk_that_vanishes_is_refused_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DYNO", "worker.1")
    with pytest.raises(SettingsError, match="ALLOW_EPHEMERAL_DISK=true"):
        read_settings().require_lasting_disk()
    monkeypatch.setenv("ALLOW_EPHEMERAL_DISK", "true")
    read_settings().require_lasting_disk()
