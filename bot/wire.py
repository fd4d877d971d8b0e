"""The HTTP client under the Bot API: python-telegram-bot's `BaseRequest` over aiohttp.

It carries bytes and turns every failure into a telegram error. It must not change what is said,
retry, pace, or let a URL (which holds the token) into a log or an exception: errors are
raised outside the `except` block, so that no traceback shows the one they stand for.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

MEDIA_WRITE_TIMEOUT = 20.0
"""Seconds an upload may take when the caller names no write timeout."""
AS_JSON = {"Content-Type": "application/json"}
PLACE = ("message_id", "date", "chat")
"""Where a message is: all that is asked of one that we have said ourselves."""


class AiohttpRequest(BaseRequest):
    """One keep-alive pool of `connection_pool_size` connections; timeouts in seconds.

    connect and pool bound getting a connection, write and read together the time until the
    answer begins, read alone each pause inside the answer. None waits for ever.
    """

    def __init__(
        self,
        *,
        connection_pool_size: int = 64,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
    ) -> None:
        self._pool_size = connection_pool_size
        self._read, self._write = read_timeout, write_timeout
        self._connect, self._pool = connect_timeout, pool_timeout
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str] = {}

    @property
    def read_timeout(self) -> float | None:
        """The read timeout of a call that names none; polling adds its own wait to it."""
        return self._read

    async def initialize(self) -> None:
        """Open the pool; a second call changes nothing, a call after `shutdown` opens it anew."""
        if self._session is None:
            self._proxies = getproxies()
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._pool_size, limit_per_host=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close every connection; safe to call twice or without `initialize`."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON. What is none goes neither to the log nor into an error's text.

        Proxies and login pages answer in HTML, and some repeat the URL they were asked for.
        """
        try:
            answer = json.loads(payload.decode(errors="replace"))
        except (ValueError, RecursionError):
            return _Answer()
        return _Answer(answer) if isinstance(answer, dict) else _Answer()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of one call; TimedOut or NetworkError when there is no whole answer."""
        files = request_data.multipart_data if request_data else {}
        default_write = MEDIA_WRITE_TIMEOUT if files else self._write
        read = self._read if read_timeout is self.DEFAULT_NONE else read_timeout
        write = default_write if write_timeout is self.DEFAULT_NONE else write_timeout
        connect = self._connect if connect_timeout is self.DEFAULT_NONE else connect_timeout
        pool = self._pool if pool_timeout is self.DEFAULT_NONE else pool_timeout
        timeout = aiohttp.ClientTimeout(
            total=None, connect=_sum(connect, pool), sock_connect=connect, sock_read=read
        )
        endpoint = _endpoint(url)
        try:
            async with asyncio.timeout(_sum(connect, pool, write, read)) as bound:
                async with self._open_session().request(
                    method,
                    url,
                    timeout=timeout,
                    allow_redirects=False,
                    proxy=self._proxy(url),
                    **_content(request_data),
                ) as response:
                    bound.reschedule(None)
                    return response.status, await response.read()
        except TimeoutError as failure:
            error: NetworkError = TimedOut(f"{endpoint} timed out ({type(failure).__name__})")
        except (aiohttp.ClientError, OSError) as failure:
            error = NetworkError(f"{endpoint} failed on the network: {_cause(failure)}")
        except (ValueError, TypeError) as failure:
            error = NetworkError(f"{endpoint} could not be sent: {type(failure).__name__}")
        raise error

    def _proxy(self, url: str) -> str | None:
        """The environment's proxy, read once: aiohttp's `trust_env` costs two threads a call."""
        if not self._proxies:
            return None
        address = URL(url)
        return None if proxy_bypass(address.host or "") else self._proxies.get(address.scheme)

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise NetworkError("the connection pool is closed: call initialize() before a request")
        return self._session


class _Answer(dict[str, Any]):
    """Without a result it is not the Bot API's, whatever its status: the line is to blame."""

    def __missing__(self, key: str) -> Any:
        raise NetworkError(
            "the answer is not the Bot API's (no JSON, or no result); is the API address right?"
        )


class TerseRequest(AiohttpRequest):
    """For who knows what it has said: of a message just said, only its place is kept. The library
    would make an object of every button in it.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON, without our own words in it."""
        answer = AiohttpRequest.parse_json_payload(payload)
        said = answer.get("result")
        if isinstance(said, dict) and "message_id" in said:
            answer["result"] = {name: said[name] for name in PLACE if name in said}
        return answer


def _sum(*seconds: float | None) -> float | None:
    known = [value for value in seconds if value is not None]
    return sum(known) if len(known) == len(seconds) else None


def _content(request_data: RequestData | None) -> dict[str, Any]:
    """JSON without files, multipart with them.

    Telegram reads a string of JSON as it reads a form's field, so each value stands as in a form;
    a form costs aiohttp three times as much to write.
    """
    if request_data is None or not request_data.parameters:
        return {}
    if not request_data.contains_files:
        return {"data": request_data.json_payload, "headers": AS_JSON}
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in request_data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=media_type)
    return {"data": form}


def _endpoint(url: str) -> str:
    """The method's name, which is all of a URL that may be told."""
    name = url.partition("?")[0].rsplit("/", 1)[-1]
    return name if re.fullmatch("[A-Za-z]{1,64}", name) else "a call"


def _cause(failure: BaseException) -> str:
    """What went wrong in words without host or URL: the kind, and the system's own reason."""
    reason = failure.strerror if isinstance(failure, OSError) else None
    return f"{type(failure).__name__} ({reason})" if reason else type(failure).__name__
