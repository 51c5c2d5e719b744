"""Jobs: each a process of its own, seen from the WebSocket, stopped, cut off and resumed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from serving import SCENARIO, Server, Talk

from khingan.experiments.store import open_results


def folders(server: Server) -> list[Path]:
    runs = server.home / "runs"
    return sorted(runs.iterdir()) if runs.exists() else []


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A zombie waits for its parent and does nothing any more.
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def workers_of(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if parent == pid and b"khingan.server.worker" in line:
                found.append(int(entry.name))
    return found


def test_job_is_told_from_its_start_to_its_run(server: Server) -> None:
    with Talk(server) as talk:
        talk.say("subscribe", topics=["jobs", "runs"])
        job_id = server.order(kind="run", scenario=SCENARIO, seed=11, days=2)
        heard, run_id = [], None
        while run_id is None:
            message = talk.hear()
            if message["type"] == "job" and message["job"]["job_id"] == job_id:
                heard.append(message["job"])
            if message["type"] == "runs":
                run_id = message["run_id"]
    states = list(dict.fromkeys(job["state"] for job in heard))
    assert states == ["waiting", "running", "finished"]
    assert heard[-1]["run_id"] == run_id
    assert run_id in [run["run_id"] for run in server.get("/api/runs").json()]


def test_faults_of_an_order_are_told(server: Server) -> None:
    order = {"kind": "ensemble", "scenario": SCENARIO, "what_if": ["no_such_thing"]}
    answer = server.client.post("/api/jobs", json=order)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["value"] == "no_such_thing"
    assert server.client.post("/api/jobs", json={**order, "scenario": "nowhere"}).status_code == 404
    assert server.client.post("/api/jobs", json={"kind": "dance"}).status_code == 422


def test_what_ifs_are_compared(server: Server) -> None:
    job = server.wait(
        server.order(kind="compare", scenario=SCENARIO, worlds=["dry_august"], campaigns=2, seed=3)
    )
    assert job["state"] == "finished", job
    found = server.get(f"/api/jobs/{job['job_id']}/result").json()
    assert [world["name"] for world in found["worlds"]] == ["dry_august"]


def test_cancelled_ensemble_keeps_what_was_fought_and_goes_on(server: Server) -> None:
    job_id = server.order(kind="ensemble", scenario=SCENARIO, campaigns=400, part=5, seed=21)
    server.wait(job_id, lambda job: job["done"] >= 5 or job["state"] == "failed")
    stopped = server.client.delete(f"/api/jobs/{job_id}").json()
    assert stopped["state"] == "cancelled"
    assert stopped["resumable"]
    time.sleep(0.2)
    broken = next(run for run in server.get("/api/runs").json() if run["seed"] == 21)
    assert (broken["state"], broken["resumable"]) == ("broken", True)
    assert server.client.get(f"/api/runs/{broken['run_id']}").status_code == 409
    again = server.client.post(f"/api/jobs/{job_id}/resume").json()["job_id"]
    job = server.wait(again, lambda job: job["done"] > 0)
    assert job["done"] >= 5
    assert server.client.delete(f"/api/jobs/{again}").json()["state"] == "cancelled"
    assert server.client.delete(f"/api/jobs/{again}").status_code == 409


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_killed_server_comes_back(tmp_path: Path) -> None:
    first = Server(tmp_path)
    whole = first.fight(kind="ensemble", campaigns=4, days=2, seed=1)
    before = {file: file.read_bytes() for file in (tmp_path / "runs").rglob("*.parquet")}
    ensemble = first.order(kind="ensemble", scenario=SCENARIO, campaigns=60, days=10, part=5, seed=2)
    first.wait(ensemble, lambda job: job["done"] >= 5)
    waiting = first.order(kind="run", scenario=SCENARIO, seed=3, days=2)
    workers = workers_of(first.process.pid)
    assert workers
    first.kill()
    end = time.monotonic() + 20
    while any(map(is_alive, workers)):
        assert time.monotonic() < end, "a worker has outlived its server"
        time.sleep(0.05)

    with Server(tmp_path) as second:
        jobs = {job["job_id"]: job for job in second.get("/api/jobs").json()}
        assert (jobs[ensemble]["state"], jobs[ensemble]["resumable"]) == ("broken", True)
        assert (jobs[waiting]["state"], jobs[waiting]["resumable"]) == ("broken", True)
        runs = {run["run_id"]: run for run in second.get("/api/runs").json()}
        assert runs[whole]["state"] == "finished"
        assert all(file.read_bytes() == content for file, content in before.items())
        broken = next(run for run in runs.values() if run["seed"] == 2)
        assert (broken["state"], broken["resumable"]) == ("broken", True)

        resumed = second.wait(second.order(kind="resume", run_id=broken["run_id"]))
        assert resumed["state"] == "finished", resumed
        assert resumed["run_id"] == broken["run_id"]
        again = second.client.post(f"/api/jobs/{waiting}/resume").json()["job_id"]
        assert second.wait(again)["state"] == "finished"
        place = next(path for path in folders(second) if "ensemble-2-" in path.name)
        assert open_results(place).campaigns == 60
        assert second.client.post("/api/jobs", json={"kind": "resume", "run_id": whole}).status_code == 409
