"""The lock works on every machine: it names the public package index and nothing else."""

from __future__ import annotations

import json
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


def test_front_end_lock_names_no_registry() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert len(packages) > 20
    assert "resolved" not in text
    # The root and links apart, every package is held to its content.
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_front_end_versions_are_exact() -> None:
    package = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert [f"{name} {version}" for name, version in wanted.items() if not version[0].isdigit()] == []
