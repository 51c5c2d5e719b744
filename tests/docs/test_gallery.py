"""The notebooks of the gallery run from the first cell to the last, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "run_gallery.py"
NOTEBOOKS = sorted(path for path in (ROOT / "docs" / "gallery").glob("*.md") if path.name != "index.md")
HEAD = """---
kernelspec:
  name: python3
  display_name: Python 3
---

```{code-cell}
%s
```
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(TOOL), *arguments], capture_output=True, text=True)


def test_there_are_notebooks_and_each_names_its_kernel() -> None:
    assert len(NOTEBOOKS) >= 3
    assert [path.name for path in NOTEBOOKS if "kernelspec:" not in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_to_its_end(notebook: Path, tmp_path: Path) -> None:
    done = run(str(notebook), "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"{notebook.stem}.ipynb").is_file()


def test_a_cell_that_fails_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.md"
    broken.write_text(HEAD % "raise ValueError('no such town')", encoding="utf-8")
    done = run(str(broken))
    assert done.returncode == 1
    assert "no such town" in done.stderr
