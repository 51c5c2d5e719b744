"""The WebSocket: order, play, going on after a break, and what hostile clients get."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

import pyarrow as pa
import pytest
from serving import PATIENCE_S, Server, Talk
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect


def steps_of(talk: Talk) -> list[dict[str, Any]]:
    """Messages of a campaign that is played to its end."""
    found: list[dict[str, Any]] = []
    while not found or not found[-1]["last"]:
        message = talk.hear()
        assert message["type"] == "step", message
        found.append(message)
    return found


def test_played_campaign_is_the_replay(server: Server, run: str) -> None:
    table = pa.ipc.open_stream(server.get(f"/api/runs/{run}/campaigns/0/replay.arrow").content).read_all()
    men = table.column("men")[0].values.to_numpy().reshape(-1, 9)
    cell = table.column("cell")[0].values.to_numpy().reshape(-1, 9)
    with Talk(server) as talk:
        talk.say("play", run_id=run, campaign=0, step=2, speed=60)
        steps = steps_of(talk)
    assert [step["step"] for step in steps] == list(range(2, 9))
    assert [step["whole"] for step in steps] == [True] + [False] * 6
    state: dict[int, list[int]] = {}
    for step in steps:
        state |= {row[0]: row[1:] for row in step["units"]}
        assert [state[unit][1] for unit in range(len(men))] == men[:, step["step"]].tolist()
        assert [state[unit][0] for unit in range(len(men))] == cell[:, step["step"]].tolist()


def test_pause_stops_the_play(server: Server, run: str) -> None:
    with Talk(server) as talk:
        talk.say("play", run_id=run, campaign=0, speed=0.5)
        assert talk.hear()["type"] == "step"
        talk.say("pause")
        assert talk.hear()["type"] == "paused"
        ping = talk.say("ping")
        assert talk.hear() == {"seq": 3, "type": "pong", "of": ping}


def test_broken_connection_goes_on_without_a_gap(server: Server, run: str) -> None:
    with Talk(server) as talk:
        talk.say("subscribe", topics=["jobs"])
        assert [talk.hear()["type"] for _ in range(2)] == ["subscribed", "jobs"]
        talk.say("play", run_id=run, campaign=0, speed=5)
        assert talk.hear()["whole"]
        last = talk.last
    time.sleep(0.5)
    with Talk(server, talk.session, last) as again:
        assert again.welcome["resumed"]
        # The play went on by itself, and its numbers follow those of before the break.
        assert [step["step"] for step in steps_of(again)] == list(range(1, 9))


def test_unknown_or_foreign_session_begins_anew(server: Server) -> None:
    with Talk(server) as talk:
        for session in ("nobody", talk.session):
            # The second is in use: nobody can take it over.
            with Talk(server, session, 0) as other:
                assert not other.welcome["resumed"]
                assert other.session not in (session, talk.session)


def test_session_whose_messages_are_gone_says_so(server: Server) -> None:
    with Talk(server) as talk:
        for _ in range(300):
            talk.say("ping")
            talk.hear()
    with Talk(server, talk.session, 0) as late:
        assert not late.welcome["resumed"]


def test_slow_reader_is_waited_for(server: Server, run: str) -> None:
    with Talk(server) as talk:
        talk.say("play", run_id=run, campaign=0, speed=60)
        time.sleep(1.0)
        assert len(steps_of(talk)) == 9


HOSTILE = {
    "no JSON": "{",
    "a number": "7",
    "null": "null",
    "a list": "[[[]]]",
    "deep": "[" * 8000,
    "no type": "{}",
    "unknown type": '{"type": "rule", "seq": 2}',
    "no number": '{"type": "ping"}',
    "number as text": '{"type": "ping", "seq": "2"}',
    "number out of order": '{"type": "ping", "seq": 7}',
    "number seen before": '{"type": "ping", "seq": 1}',
    "number negative": '{"type": "ping", "seq": -1}',
    "number huge": '{"type": "ping", "seq": ' + "9" * 4000 + "}",
    "number infinite": '{"type": "play", "seq": 2, "run_id": "x", "campaign": 0, "speed": 1e999}',
    "speed NaN": '{"type": "play", "seq": 2, "run_id": "x", "campaign": 0, "speed": NaN}',
    "more than asked": '{"type": "ping", "seq": 2, "admin": true}',
    "hello again": '{"type": "hello", "seq": 2}',
    "unknown topic": '{"type": "subscribe", "seq": 2, "topics": ["secrets"]}',
    "unknown job": '{"type": "subscribe", "seq": 2, "topics": ["job:job-0"]}',
    "unknown run": '{"type": "play", "seq": 2, "run_id": "run-0", "campaign": 0}',
    "path as run": '{"type": "play", "seq": 2, "run_id": "../../etc/passwd", "campaign": 0}',
    "long": json.dumps({"type": "ping", "seq": 2, "pad": "x" * 17_000}),
    "huge": json.dumps({"type": "ping", "seq": 2, "pad": "x" * 1_000_000}),
    "bytes": b"\x00\xff" * 50,
    "surrogate": '{"type": "\\ud800", "seq": 2}',
}  # fmt: skip


@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE)
def test_hostile_message_gets_an_error_and_nothing_else(server: Server, message: str | bytes) -> None:
    with Talk(server) as talk:
        talk.socket.send(message)
        answer = talk.hear()
        assert answer["type"] == "error"
        assert answer["detail"][0]["message"]
        with pytest.raises(TimeoutError):
            talk.socket.recv(0.05)
        # Whoever has erred may go on; what could be read but not followed has used its number.
        for number in (2, 3):
            talk.socket.send(json.dumps({"type": "ping", "seq": number}))
        heard = [talk.hear()["type"] for _ in range(2)]
        assert "pong" in heard


def test_nothing_is_told_before_hello(server: Server) -> None:
    with connect(server.socket_address) as raw:
        raw.send('{"type": "subscribe", "seq": 1, "topics": ["jobs"]}')
        assert json.loads(raw.recv(10))["type"] == "error"


def test_unknown_campaign_and_step(server: Server, run: str) -> None:
    with Talk(server) as talk:
        talk.say("play", run_id=run, campaign=1)
        assert talk.hear()["detail"][0]["field"] == "campaign"
        talk.say("play", run_id=run, campaign=0, step=9)
        assert talk.hear()["detail"][0]["field"] == "step"


def test_enormous_message_ends_only_that_connection(server: Server) -> None:
    with Talk(server) as talk:
        try:
            talk.socket.send("x" * 6_000_000)
            with pytest.raises(ConnectionClosed):
                talk.socket.recv(20)
        except ConnectionClosed:
            pass
    with Talk(server) as other:
        other.say("ping")
        assert other.hear()["type"] == "pong"


def test_connection_cut_off_without_goodbye(server: Server, run: str) -> None:
    for _ in range(5):
        talk = Talk(server)
        talk.say("play", run_id=run, campaign=0, speed=60)
        talk.socket.socket.shutdown(socket.SHUT_RDWR)
        talk.close()
    with Talk(server) as other:
        other.say("ping")
        assert other.hear()["type"] == "pong"


def test_server_that_began_anew_says_so(server: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("anew")
    with Server(home) as first, Talk(first) as talk:
        session, last = talk.session, talk.last
    assert PATIENCE_S > 0
    with Server(home) as second, Talk(second, session, last) as talk:
        assert not talk.welcome["resumed"]
