"""The WebSocket: one for progress and play. Whatever a client sends, it gets an answer or an error message."""

from __future__ import annotations

import asyncio
import contextlib
import json
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, HTTPException, WebSocket, WebSocketDisconnect
from pydantic import TypeAdapter, ValidationError

from khingan.server.making import Crowded, Making
from khingan.server.models import (
    ClientMessage,
    Fault,
    Hello,
    JobsNow,
    Pause,
    Paused,
    Ping,
    Play,
    Pong,
    Subscribe,
    Subscribed,
    Unsubscribe,
    Welcome,
    Wrong,
)
from khingan.server.service import Service
from khingan.server.sessions import Lagging, Session
from khingan.server.workers import Refused

MOST_BYTES = 16 * 1024
PAUSE_S = 0.05
"""After a message that cannot be followed: nobody can keep the server busy with nonsense."""
MAKING_S = 120.0
router = APIRouter()
_MESSAGE: TypeAdapter[Any] = TypeAdapter(ClientMessage)


class Amiss(Exception):
    """A message that cannot be followed."""

    def __init__(self, of: int | None, *faults: Fault) -> None:
        super().__init__(faults)
        self.of, self.faults = of, list(faults)


@router.websocket("/ws")
async def live(socket: WebSocket) -> None:
    """One client, from its hello until it leaves."""
    service: Service = socket.app.state.service
    await socket.accept()
    visit = _Visit(socket, service)
    try:
        await visit.last()
    except WebSocketDisconnect:
        pass
    finally:
        await visit.leave()


class _Visit:
    """A connection."""

    def __init__(self, socket: WebSocket, service: Service) -> None:
        self.socket, self.service = socket, service
        self.session: Session | None = None
        self.sending: asyncio.Task[None] | None = None
        self.heard = 0

    async def last(self) -> None:
        """Follow messages until the client leaves."""
        while True:
            message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                await self._follow(self._read(message))
            except Amiss as amiss:
                await self._say_wrong(amiss)
                await asyncio.sleep(PAUSE_S)

    def _read(self, message: Any) -> Any:
        text = message.get("text")
        if text is None:
            raise Amiss(None, Fault(message="the message is not text", expected="JSON"))
        if len(text) > MOST_BYTES:
            raise Amiss(None, Fault(message=f"the message is longer than {MOST_BYTES} bytes"))
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            raise Amiss(None, Fault(message="the message is not JSON")) from None
        number = content.get("seq") if isinstance(content, dict) else None
        of = number if type(number) is int and 0 <= number <= 2**53 else None
        try:
            found = _MESSAGE.validate_python(content)
        except ValidationError as error:
            faults = [
                Fault(message=one["msg"], field=".".join(map(str, one["loc"]))[:200])
                for one in error.errors()[:5]
            ]
            raise Amiss(of, *faults) from None
        if found.seq != self.heard + 1:
            fault = Fault(
                message="the message is out of order",
                field="seq",
                value=str(found.seq),
                expected=str(self.heard + 1),
            )
            raise Amiss(of, fault)
        self.heard = found.seq
        return found

    async def _follow(self, message: Any) -> None:
        if isinstance(message, Hello):
            await self._hello(message)
            return
        session = self.session
        if session is None:
            raise Amiss(message.seq, Fault(message="the first message must be hello", field="type"))
        match message:
            case Ping():
                session.say(Pong(seq=0, of=message.seq))
            case Subscribe():
                self._subscribe(session, message)
            case Unsubscribe():
                session.topics -= set(message.topics)
                session.say(Subscribed(seq=0, topics=sorted(session.topics)))
            case Pause():
                session.stop_playing()
                session.say(Paused(seq=0))
            case Play():
                await self._play(session, message)

    async def _hello(self, message: Hello) -> None:
        if self.session is not None:
            raise Amiss(message.seq, Fault(message="hello was said already", field="type"))
        found = self.service.sessions.find(message.session) if message.session else None
        try:
            session = found or self.service.sessions.begin()
        except OverflowError:
            raise Amiss(message.seq, Fault(message="too many clients", mend="try again later")) from None
        resumed = session.attach(message.last_seq if found is not None else 0) and found is not None
        self.session = session
        welcome = Welcome(session=session.session_id, resumed=resumed, version=version("khingan"))
        await self.socket.send_text(welcome.model_dump_json())
        self.sending = asyncio.create_task(self._send(session))

    async def _send(self, session: Session) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            try:
                while True:
                    await self.socket.send_text(await session.following())
            except Lagging:
                await self.socket.close(1013, "messages were lost; connect again")

    def _subscribe(self, session: Session, message: Subscribe) -> None:
        for topic in message.topics:
            if topic.startswith("job:") and not self.service.has_job(topic[4:]):
                fault = Fault(message="there is no such job", field="topics", value=topic)
                raise Amiss(message.seq, fault)
        session.topics |= set(message.topics)
        session.say(Subscribed(seq=0, topics=sorted(session.topics)))
        if "jobs" in message.topics:
            session.say(JobsNow(seq=0, jobs=self.service.job_list()))

    async def _play(self, session: Session, message: Play) -> None:
        session.stop_playing()
        try:
            known = await self.service.run(message.run_id)
        except HTTPException as error:
            faults = [Fault(**one) for one in error.detail]  # type: ignore[arg-type]
            raise Amiss(message.seq, *faults) from None
        if message.campaign >= known.info.campaigns:
            fault = Fault(message="there is no such campaign", field="campaign", value=str(message.campaign))
            raise Amiss(message.seq, fault)
        session.playing = asyncio.create_task(play(self.service, session, message))

    async def _say_wrong(self, amiss: Amiss) -> None:
        wrong = Wrong(seq=0, of=amiss.of, detail=amiss.faults)
        if self.session is not None:
            self.session.say(wrong)
        else:
            await self.socket.send_text(wrong.model_dump_json())

    async def leave(self) -> None:
        """The client is gone: its session waits for it a while."""
        if self.sending is not None:
            self.sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.sending
        if self.session is not None:
            self.session.detach()


async def play(service: Service, session: Session, message: Play) -> None:
    """Tell a campaign step by step, no faster than the client reads."""
    try:
        args = await service.of_run(message.run_id, run_id=message.run_id, campaign=message.campaign)
        file = await service.maker.get("replay", "replay.arrow", args, MAKING_S)
    except (Refused, Crowded) as error:
        faults = error.faults if isinstance(error, Refused) else [{"message": "too much is waiting"}]
        session.say(Wrong(seq=0, of=message.seq, detail=[Fault(**one) for one in faults]))
        return
    if isinstance(file, Making):
        words = Fault(message="the campaign is still being fought again", mend="play it again in a minute")
        session.say(Wrong(seq=0, of=message.seq, detail=[words]))
        return
    reel = await asyncio.to_thread(service.reels.of, file)
    if message.step > reel.steps:
        words = Fault(message="the campaign has no such step", field="step", expected=f"0 to {reel.steps}")
        session.say(Wrong(seq=0, of=message.seq, detail=[words]))
        return
    session.say_text(await asyncio.to_thread(reel.whole, message.step))
    clock = asyncio.get_running_loop()
    due = clock.time()
    for step in range(message.step + 1, reel.steps + 1):
        due += 1.0 / message.speed
        await asyncio.sleep(max(0.0, due - clock.time()))
        await session.room()
        # Who was away goes on from here, and does not get all that was missed at once.
        due = max(due, clock.time() - 1.0 / message.speed)
        session.say_text(reel.change(step))
