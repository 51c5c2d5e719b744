"""The application: routes, errors for people, and the pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from khingan.errors import InputError, SystemFault
from khingan.server import live, pages, routes_compare, routes_evidence, routes_jobs, routes_map, routes_runs
from khingan.server.guard import HEADERS, Guard
from khingan.server.models import Faults, Health
from khingan.server.service import Service
from khingan.server.settings import Settings
from khingan.server.worker import faults

FAULTS: dict[int | str, dict[str, Any]] = {
    code: {"model": Faults} for code in (400, 401, 403, 404, 405, 409, 413, 414, 421, 422, 429)
}


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make a server.

    Parameters
    ----------
    settings : Settings, optional
        Loopback, without a token, by default.

    Returns
    -------
    FastAPI
        Give it to an ASGI server.
    """
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = Service(chosen)
        await asyncio.to_thread(app.state.service.jobs.find_broken)
        try:
            yield
        finally:
            await app.state.service.close()

    # No page of documentation: it would fetch its scripts from elsewhere.
    app = FastAPI(
        title="khingan",
        version=version("khingan"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        responses=FAULTS,
    )

    @app.get("/api/health")
    async def health() -> Health:
        """What runs here."""
        return Health(
            version=version("khingan"),
            read_only=chosen.read_only,
            light=chosen.light,
        )

    for part in (routes_map, routes_runs, routes_compare, routes_evidence, routes_jobs, live):
        app.include_router(part.router)
    _tell_faults(app)
    pages.serve(app, chosen)
    app.add_middleware(GZipMiddleware, minimum_size=2048)
    app.add_middleware(Guard, settings=chosen)
    return app


def _tell_faults(app: FastAPI) -> None:
    """Every fault in the same form: a list of sentences for people."""

    async def http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        told: Any = error.detail
        detail = told if isinstance(told, list) else [{"message": str(told)}]
        return JSONResponse({"detail": detail}, error.status_code, headers=error.headers)

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        detail = [
            {"message": str(one["msg"]), "field": ".".join(str(part) for part in one["loc"])}
            for one in error.errors()
        ]
        return JSONResponse({"detail": detail}, 422)

    async def bad_input(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": faults(error)}, 422)

    async def system(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": faults(error)}, 500)

    async def unforeseen(request: Request, error: Exception) -> JSONResponse:
        # It is answered outside of the guard, whose headers belong to every answer; the server logs it.
        return JSONResponse(
            {"detail": faults(error)}, 500, headers={k.decode(): v.decode() for k, v in HEADERS}
        )

    app.add_exception_handler(Exception, unforeseen)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(InputError, bad_input)
    app.add_exception_handler(SystemFault, system)
