"""How routes come by the parts of the server."""

from __future__ import annotations

from fastapi.requests import HTTPConnection

from khingan.server.service import Service


def service_of(connection: HTTPConnection) -> Service:
    """The parts of the server that answers."""
    service: Service = connection.app.state.service
    return service
