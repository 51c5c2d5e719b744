"""The lock works on every machine: it names the public package index and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org"}


def read_lock() -> dict[str, Any]:
    return tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


def test_every_address_is_public() -> None:
    addresses = re.findall(
        r'"((?:https?|file|ssh|git)[^"]*://[^"]*)"', (ROOT / "uv.lock").read_text(encoding="utf-8")
    )
    assert len(addresses) > 20
    assert {urlsplit(address).hostname for address in addresses} <= PUBLIC_HOSTS


def test_every_package_comes_from_the_index_or_is_this_one() -> None:
    sources = {(package["name"], *package["source"]) for package in read_lock()["package"]}
    local = {name for name, kind in sources if kind != "registry"}
    assert local == {"khingan"}


def test_every_file_has_a_hash() -> None:
    for package in read_lock()["package"]:
        for file in [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]:
            assert file["hash"].startswith("sha256:"), package["name"]


def test_lock_covers_the_declared_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[<>=!~ \[;]", line, maxsplit=1)[0].lower().replace("_", "-") for line in wanted}
    assert names <= {package["name"] for package in read_lock()["package"]}
