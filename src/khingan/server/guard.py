"""What every request must pass: host, origin, token, size; and the headers that every answer carries."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from khingan.server.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BODY = 64 * 1024
MOST_TARGET = 4096
COOKIE = "khingan"
_SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; "
        b"connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        b"frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class Guard:
    """ASGI middleware around the whole application.

    Parameters
    ----------
    app : ASGI application
    settings : Settings
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it here."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        refusal = self._refusal(scope, headers)
        if scope["type"] == "websocket":
            if refusal is not None:
                await _refuse_socket(receive, send)
                return
            await self.app(scope, receive, send)
            return
        if refusal is not None:
            status, words = refusal
            await _answer(send, status, words)
            return
        if await self._has_signed_in(scope, send):
            return
        await self.app(scope, _Limited(receive), _with_headers(send))

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[int, str] | None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or not self._is_known(hosts[0].decode("latin-1")):
            return 421, "the server is not known by this name; start it with --host-name NAME to allow it"
        origin = headers.get(b"origin")
        if origin is not None and not self._is_own(origin.decode("latin-1"), hosts[0].decode("latin-1")):
            return 403, "the request comes from a page of another origin"
        if origin is None and headers.get(b"sec-fetch-site") in (b"cross-site", b"same-site"):
            if scope["type"] == "websocket" or scope["path"].startswith("/api"):
                return 403, "the request comes from a page of another origin"
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > MOST_TARGET:
            return 414, "the address is too long"
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > MOST_BODY:
            return 413, f"the request is larger than {MOST_BODY} bytes"
        if not self._has_token(scope, headers):
            return 401, "the token is missing or wrong; it was printed when the server started"
        if self.settings.read_only and scope["type"] == "http" and scope["method"] not in _SAFE:
            return 403, "this server is read-only"
        return None

    def _is_known(self, host: str) -> bool:
        try:
            split = urlsplit(f"//{host}")
            name = split.hostname
            _ = split.port
        except ValueError:
            return False
        plain = not split.path and not split.query and not split.fragment and "@" not in host
        if not plain or name is None:
            return False
        # A name can be made to point here by whoever owns it, a number cannot.
        return name.lower() in self.settings.known_hosts or (self.settings.is_everywhere and _is_number(name))

    def _is_own(self, origin: str, host: str) -> bool:
        if origin in self.settings.origins:
            return True
        return origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())

    def _has_token(self, scope: Scope, headers: dict[bytes, bytes]) -> bool:
        token = self.settings.token
        if token is None:
            return True
        given = [headers.get(b"authorization", b"").removeprefix(b"Bearer ")]
        try:
            cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
            given += [morsel.value.encode("latin-1") for name, morsel in cookies.items() if name == COOKIE]
        except (CookieError, UnicodeEncodeError):
            pass
        if scope["type"] == "http" and scope["path"] == "/":
            given += _token_in(scope)
        # All are compared, and in constant time: how long it takes tells nothing.
        return bool(sum(hmac.compare_digest(one, token.encode()) for one in given))

    async def _has_signed_in(self, scope: Scope, send: Send) -> bool:
        """Answer ``/?token=...``: the token moves from the address into a cookie that scripts cannot read."""
        token = self.settings.token
        if token is None or scope["path"] != "/" or not _token_in(scope):
            return False
        rest = parse_qs(scope["query_string"].decode("latin-1"))
        rest.pop("token")
        where = "/" + (f"?{urlencode(rest, doseq=True)}" if rest else "")
        cookie = f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/"
        head = [(b"location", where.encode()), (b"set-cookie", cookie.encode()), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 303, "headers": [*head, *HEADERS]})
        await send({"type": "http.response.body", "body": b""})
        return True


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _token_in(scope: Scope) -> list[bytes]:
    found = parse_qs((scope.get("query_string") or b"").decode("latin-1")).get("token", [])
    return [word.encode("latin-1", "replace") for word in found]


class _Limited:
    """Receives a body only as far as it may be long, whatever its header said."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._seen = receive, 0

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            if self._seen > MOST_BODY:
                return {"type": "http.disconnect"}
        return message


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await send(message)

    return sending


async def _answer(send: Send, status: int, words: str) -> None:
    body = json.dumps({"detail": [{"message": words}]}).encode()
    head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status == 401:
        head.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": [*head, *HEADERS]})
    await send({"type": "http.response.body", "body": body})


async def _refuse_socket(receive: Receive, send: Send) -> None:
    await receive()
    # Before the handshake is answered, closing is an HTTP 403.
    await send({"type": "websocket.close", "code": 1008})
