"""How routes come by the parts of the server."""

from __future__ import annotations

from fastapi.requests import HTTPConnection

from khingan.server.house import House


def house_of(connection: HTTPConnection) -> House:
    """The parts of the server that answers."""
    house: House = connection.app.state.house
    return house
