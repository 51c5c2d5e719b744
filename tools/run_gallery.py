"""Execute the notebooks of the gallery: ``python tools/run_gallery.py [NOTEBOOK ...] [--out FOLDER]``.

The notebooks are MyST Markdown (``docs/gallery/*.md``), so that a change of one can be read. They are executed in a
process of their own each, in a folder that is thrown away. An error in a cell ends the tool with code 1.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import jupytext
import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

GALLERY = Path(__file__).parents[1] / "docs" / "gallery"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LONGEST_S = 300
"""Seconds for one cell; the first one on a machine may wait for the engine to be compiled."""


def notebooks() -> list[Path]:
    """Notebooks of the gallery: its pages that name a kernel."""
    return [
        path for path in sorted(GALLERY.glob("*.md")) if "kernelspec:" in path.read_text(encoding="utf-8")
    ]


def execute(path: Path, out: Path | None = None) -> int:
    """Execute one notebook.

    Parameters
    ----------
    path : Path
        MyST Markdown.
    out : Path, optional
        Folder for the executed notebook.

    Returns
    -------
    int
        Number of cells of code.

    Raises
    ------
    CellExecutionError
        If a cell fails.
    """
    notebook = jupytext.read(path)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KHINGAN_CATALOGUE"] = f"{folder}/runs.sqlite"  # not that of the user
        # Through files and not through ports: nobody else on the machine can listen or speak.
        kernel = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{folder}/kernel")
        where = {"metadata": {"path": folder}}
        NotebookClient(notebook, km=kernel, timeout=LONGEST_S, resources=where).execute()
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, out / f"{path.stem}.ipynb")
    return sum(cell.cell_type == "code" for cell in notebook.cells)


def main() -> int:
    """Execute what is asked for, by default everything."""
    parser = argparse.ArgumentParser(description="Execute the notebooks of the gallery.")
    parser.add_argument("notebooks", nargs="*", type=Path, help="by default all of docs/gallery")
    parser.add_argument("--out", type=Path, help="folder for the executed notebooks (.ipynb)")
    asked = parser.parse_args()
    failed = 0
    for path in asked.notebooks or notebooks():
        began = time.perf_counter()
        try:
            cells = execute(path, asked.out)
        except CellExecutionError as error:
            failed += 1
            print(f"{path.name}: failed\n{COLOUR.sub('', str(error))}", file=sys.stderr)
        else:
            print(f"{path.name}: {cells} cells, {time.perf_counter() - began:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
