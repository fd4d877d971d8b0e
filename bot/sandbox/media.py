"""Methods about files: pictures and documents out, any file back."""

from __future__ import annotations

import struct
from typing import Any

from bot.sandbox.given import Given, Upload, find_chat, may_write
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import State, StoredFile
from bot.sandbox.talking import add, caption

PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
PNG = b"\x89PNG\r\n\x1a\n"


def send_photo(state: State, given: Given) -> dict[str, Any]:
    """A picture Telegram can show: PNG or JPEG, ≤ 10 MB, sides ≤ 10,000 together."""
    chat = find_chat(state, given)
    may_write(chat)
    found = _file(state, given, "photo")
    content = found.content
    if len(content) > state.limits.photo:
        raise bad_request(f"file of size {len(content)} bytes is too big for a photo")
    width, height = picture_size(content)
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    file = _stored(state, "photos", found)
    size = file.to_json() | {"width": width, "height": height}
    media = {"photo": [size]}
    return add(state, chat, given, kind="photo", media=media, file=file, **caption(given))


def send_document(state: State, given: Given) -> dict[str, Any]:
    """Any file."""
    chat = find_chat(state, given)
    may_write(chat)
    found = _file(state, given, "document")
    if not found.content:
        raise bad_request("file must be non-empty")
    file = _stored(state, "documents", found)
    named = {"file_name": file.name, "mime_type": file.media_type}
    media = {"document": file.to_json() | named}
    return add(state, chat, given, kind="document", media=media, file=file, **caption(given))


def get_file(state: State, given: Given) -> dict[str, Any]:
    """Where to download a file; ≤ 20 MB."""
    file = state.files.get(given.get("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > state.limits.download:
        raise bad_request("file is too big")
    return file.to_json() | {"file_path": file.path}


def _file(state: State, given: Given, name: str) -> Upload | StoredFile:
    """The upload under the parameter's own name, under attach://…, or a file known by its id."""
    value = given.get(name, "")
    upload = given.uploads.get(value.removeprefix("attach://") if value else name)
    if upload is not None:
        return upload
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content: the stand-in fetches nothing; upload it")
    stored = state.files.get(value)
    if stored is not None:
        return stored
    if not value:
        raise bad_request(f"there is no {name} in the request")
    raise bad_request("wrong remote file identifier specified: wrong character in the string")


def _stored(state: State, kind: str, found: Upload | StoredFile) -> StoredFile:
    if isinstance(found, StoredFile):
        return found
    return state.store(kind, found.name, found.media_type, found.content)


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG; anything else is no photo."""
    if content.startswith(PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    raise bad_request("IMAGE_PROCESS_FAILED")


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Walk the segments to the frame header, which holds height and width."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    raise bad_request("IMAGE_PROCESS_FAILED")
