"""How a server is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

STATIC = Path(__file__).parent / "static"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ALL_ADDRESSES = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Settings:
    """Settings of one server.

    Attributes
    ----------
    runs : Path
        Folder into which the runs are written that are started from the page.
    cache : Path
        Folder for what was computed once and can be computed again.
    host, port : str, int
        Address.
    token : str or None
        What every request must carry; none on the loopback address.
    read_only : bool
        Nothing can be started or stopped.
    light : bool
        Ask the pages for their light mode.
    hosts, origins : tuple of str
        Further names by which the server may be called, and pages that may call it.
    static : Path
        The built pages.
    jobs : int
        Jobs that run at the same time.
    """

    runs: Path = Path("runs")
    cache: Path = field(default_factory=lambda: default_cache())
    host: str = "127.0.0.1"
    port: int = 8414
    token: str | None = None
    read_only: bool = False
    light: bool = False
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    static: Path = STATIC
    jobs: int = 1

    @property
    def is_everywhere(self) -> bool:
        """Whether all addresses of this machine are listened on."""
        return self.host in ALL_ADDRESSES

    @property
    def known_hosts(self) -> frozenset[str]:
        """Values of the header Host that are answered, without the port."""
        own = () if self.is_everywhere else (self.host,)
        return frozenset(name.lower().strip("[]") for name in (*LOOPBACK, *own, *self.hosts))


def default_cache() -> Path:
    """Folder of the user for what can be computed again."""
    from platformdirs import user_cache_path

    return user_cache_path("khingan") / "server"
