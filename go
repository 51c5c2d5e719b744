#!/bin/sh
# The two commands, on a machine with Python 3.11 or later and nothing else:
#   ./go run [...]    run a campaign (khingan run)
#   ./go test [...]   run the tests  (pytest)
#   ./go frontend     build the browser app for khingan serve (./go frontend test: its own tests)
#   ./go X [...]      run X inside the project's environment, e.g. ./go khingan why ..., ./go mypy
# The first call sets up: uv (into .tools/ if the machine has none) and the locked packages (into .venv/).
set -eu

uv_version=0.13.9
cd "$(dirname "$0")"

say() { printf '%s\n' "$*" >&2; }
die() { say "go: $*"; exit 1; }

find_python() {
    for name in python3.13 python3.12 python3.11 python3 python; do
        # Run it: version managers put a name on PATH for versions that are not there.
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

get_uv() {
    python=$(find_python) || die "Python 3.11, 3.12 or 3.13 is needed and none was found on PATH" \
        "(python3 is: $(python3 --version 2>&1 || true))." \
        "Install one (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.12)," \
        "or install uv, which brings its own: https://docs.astral.sh/uv/"
    rm -rf .tools.new
    log=$(mktemp)
    if "$python" -m venv .tools.new >"$log" 2>&1 &&
        .tools.new/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version" >>"$log" 2>&1
    then
        rm -rf .tools
        # A venv's scripts hold its path, uv itself is a plain binary and may be moved.
        mv .tools.new .tools
        rm -f "$log"
    else
        tail -n 5 "$log" >&2
        rm -rf .tools.new "$log"
        die "could not install uv $uv_version with $python -m venv and pip (reason above)." \
            "On Debian and Ubuntu the module venv is its own package: apt install python3-venv." \
            "Without access to PyPI, install uv by other means and run this again."
    fi
}

# uv sync would drop the development packages on './go run' and bring them back on './go test'; --inexact keeps
# them. The stamp makes the everyday start quiet: it stands inside .venv, so that removing .venv removes it too.
set_up() {
    stamp=".venv/set-up-$1"
    if [ -f "$stamp" ] && [ -z "$(find uv.lock pyproject.toml -newer "$stamp")" ]; then
        return 0
    fi
    started=$(date +%s)
    say "Setting up khingan's environment (only now and after a change of its packages) ..."
    shift
    uv sync --frozen --inexact --quiet "$@" || die "uv could not set up the environment (reason above)."
    : >"$stamp"
    say "Set-up took $(($(date +%s) - started)) s."
}

# Spread the tests over the processors unless the caller asks for something that needs one process.
test_workers() {
    for argument in "$@"; do
        case "$argument" in
        -n* | --numprocesses* | --dist* | --pdb | --trace | -s | --capture=no | -p*xdist* | no:xdist) return 0 ;;
        esac
    done
    printf '%s' '-n auto --maxprocesses 8 --dist worksteal'
}

if [ $# -eq 0 ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0"
    exit 2
fi

uv_started=$(date +%s)
if ! command -v uv >/dev/null 2>&1; then
    [ -x .tools/bin/uv ] || {
        say "Fetching uv $uv_version into .tools/ ..."
        get_uv
        say "That took $(($(date +%s) - uv_started)) s."
    }
    PATH="$PWD/.tools/bin:$PATH"
    export PATH
fi
# An activated environment of some other project is none of ours.
unset VIRTUAL_ENV

verb=$1
shift
case "$verb" in
run)
    set_up run --no-dev
    exec uv run --frozen --no-dev khingan run "$@"
    ;;
khingan)
    set_up run --no-dev
    exec uv run --frozen --no-dev khingan "$@"
    ;;
frontend)
    set_up frontend --no-dev --group frontend
    exec uv run --frozen --no-dev --group frontend python tools/frontend.py "$@"
    ;;
test)
    set_up dev --group frontend
    # A failed build speaks for itself; the tests that need the app then skip, and fail in CI.
    uv run --frozen --group frontend python tools/frontend.py >&2 || true
    # shellcheck disable=SC2046  # several words on purpose
    exec uv run --frozen pytest $(test_workers "$@") "$@"
    ;;
*)
    set_up dev
    exec uv run --frozen "$verb" "$@"
    ;;
esac
