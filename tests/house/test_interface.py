"""The Python face: what `import khingan` offers, and what it does not load."""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import subprocess
import sys

import pytest

import khingan


@pytest.mark.parametrize("name", khingan.__all__)
def test_every_public_name_can_be_had_and_has_a_docstring(name: str) -> None:
    assert getattr(khingan, name).__doc__


def test_public_names_are_listed() -> None:
    assert set(khingan.__all__) <= set(dir(khingan))


def test_version_is_the_project_s() -> None:
    assert khingan.__version__ == importlib.metadata.version("khingan")


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = khingan.no_such_name


def test_importing_loads_nothing_heavy() -> None:
    program = (
        "import sys, khingan; print([n for n in ('numpy', 'numba', 'pyarrow', 'h3') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_package_is_typed() -> None:
    assert importlib.resources.files("khingan").joinpath("py.typed").is_file()
