"""Sessions of the WebSocket: numbered messages, kept for a while, so that a broken connection goes on where it was."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from typing import Any

from khingan.server.models import Said

MOST_KEPT = 256
MOST_SESSIONS = 1_000
PATIENCE_S = 120.0
LAG = 8


class Lagging(Exception):
    """A client reads so slowly that messages for it were lost."""


class Session:
    """What one client is told, in order.

    Messages are kept as text without their number; those that many clients get are one text for all of them.
    """

    def __init__(self) -> None:
        self.session_id = secrets.token_urlsafe(18)
        self.topics: set[str] = set()
        self.kept: deque[tuple[int, str]] = deque(maxlen=MOST_KEPT)
        self.seq = 0
        self.sent = 0
        self.attached = False
        self.left_at = time.monotonic()
        self.playing: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._room = asyncio.Event()

    def say(self, message: Said) -> None:
        """Tell the client something."""
        self.say_text(message.model_dump_json(exclude={"seq"}))

    def say_text(self, text: str) -> None:
        """Tell the client something that is text already: a JSON object without ``seq``."""
        self.seq += 1
        self.kept.append((self.seq, text))
        self._news.set()

    async def following(self) -> str:
        """The next message that has not been sent, with its number.

        Raises
        ------
        Lagging
            If it is not kept any more.
        """
        while self.sent >= self.seq:
            self._room.set()
            self._news.clear()
            await self._news.wait()
        wanted = self.sent + 1
        first = self.kept[0][0]
        if wanted < first:
            raise Lagging
        number, text = self.kept[wanted - first]
        self.sent = number
        if self.seq - self.sent < LAG:
            self._room.set()
        return f'{{"seq":{number},{text[1:]}'

    async def room(self) -> None:
        """Wait until the client has read nearly all it was told."""
        while self.seq - self.sent >= LAG or not self.attached:
            self._room.clear()
            await self._room.wait()

    def attach(self, last_seq: int) -> bool:
        """A client is there and had everything up to a number; tell whether nothing is missing."""
        self.attached = True
        first = self.kept[0][0] if self.kept else self.seq + 1
        whole = first - 1 <= last_seq <= self.seq
        self.sent = last_seq if whole else self.seq
        self._room.set()
        return whole

    def detach(self) -> None:
        """The client is gone."""
        self.attached = False
        self.left_at = time.monotonic()

    def stop_playing(self) -> None:
        """End what is being played."""
        if self.playing is not None:
            self.playing.cancel()
            self.playing = None


class Sessions:
    """All sessions of a server."""

    def __init__(self) -> None:
        self._all: dict[str, Session] = {}

    def begin(self) -> Session:
        """A new session; those that were left for long are forgotten.

        Raises
        ------
        OverflowError
            If there are too many.
        """
        self._forget()
        if len(self._all) >= MOST_SESSIONS:
            raise OverflowError
        session = Session()
        self._all[session.session_id] = session
        return session

    def find(self, session_id: str) -> Session | None:
        """A session that nobody is attached to."""
        session = self._all.get(session_id)
        return None if session is None or session.attached else session

    def drop(self, session: Session) -> None:
        """Forget a session."""
        session.stop_playing()
        self._all.pop(session.session_id, None)

    def tell(self, topics: set[str], make: Any) -> None:
        """Tell all who hear one of the topics; the text is made once, and only if anybody does."""
        text: str | None = None
        for session in self._all.values():
            if session.topics & topics:
                text = text if text is not None else make().model_dump_json(exclude={"seq"})
                session.say_text(text)

    def _forget(self) -> None:
        now = time.monotonic()
        for session in list(self._all.values()):
            if not session.attached and now - session.left_at > PATIENCE_S:
                self.drop(session)

    def __len__(self) -> int:
        return len(self._all)
