"""How Telegram says no: an HTTP status, a sentence, and sometimes parameters."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """Becomes `{"ok": false, …}`; `description` is Telegram's own wording where that is known."""

    def __init__(
        self, code: int, description: str, parameters: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})


def bad_request(reason: str) -> Refused:
    """400, the answer to everything that is wrong in the call itself."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """403, when the call is right and the chat is closed to the bot."""
    return Refused(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refused:
    """409, when two want the same updates."""
    return Refused(409, f"Conflict: {reason}")


def too_many(retry_after: int) -> Refused:
    """429 with the seconds to wait."""
    return Refused(
        429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after}
    )
