"""The figures can be measured: a quick run prints each as one line, and what is no matter of speed holds."""

import json
import subprocess
import sys
from typing import Any

import pytest

from bench.figures import Figure, percentile
from bench.processes import cpu_seconds, memory
from bench.servers import ROOT

EXPECTED = {
    "responses": ["response.cpu", "response.post_p95", "response.statements"],
    "saving": ["saving.1_clients", "saving.4_clients", "saving.16_clients"],
    "releases": ["release.create", "release.charts", "release.report", "release.item_page"],
    "memory": ["worker.memory", "application.import", "worker.heavy_modules"],
}


def run(name: str) -> dict[str, dict[str, Any]]:
    """Run a quick measure, and give its figures by name."""
    code = "from webapp.commands import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "bench", "--quick", name],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["name"] for each in figures] == EXPECTED[name]
    return {each["name"]: each for each in figures}


@pytest.mark.slow
def test_responses() -> None:
    figures = run("responses")

    assert figures["response.cpu"]["ratio"] > 1  # nothing does less than the bare view
    assert figures["response.cpu"]["requests_each"] == 15
    assert figures["response.statements"]["value"] <= 12, figures["response.statements"]["each"]


@pytest.mark.slow
def test_saving() -> None:
    assert all(figure["ratio"] > 0 for figure in run("saving").values())


@pytest.mark.slow
def test_releases() -> None:
    figures = run("releases")

    assert figures["release.item_page"]["drawing_library_in_a_worker"] is False
    assert figures["release.charts"]["charts"] > 0


@pytest.mark.slow
def test_a_worker_that_serves_forms_loads_nothing_heavy() -> None:
    figures = run("memory")

    assert figures["worker.heavy_modules"]["loaded"] == []
    assert figures["worker.memory"]["workers"] == 2


def test_a_figure_is_one_line_with_its_ratio() -> None:
    line = Figure(name="x", value=1.23456, unit="s", against="y", against_value=0.5, goal=1.0).line()

    assert json.loads(line) == {
        "name": "x",
        "value": 1.235,
        "unit": "s",
        "ratio": 2.469,
        "against": "y",
        "against_value": 0.5,
        "goal": 1.0,
    }


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(n) for n in range(1, 101)]

    assert percentile(values, 0.95) == 95.0
    assert percentile(values, 0.5) == 50.0
    assert percentile([7.0], 0.95) == 7.0
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 0.5)


def test_processor_time_counts_children_that_have_ended() -> None:
    code = """
import subprocess, sys, time
subprocess.run([sys.executable, "-c", "x = sum(range(30_000_000))"])
print("ready", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "ready\n"
        assert cpu_seconds(process.pid) > 0.1
        assert memory(process.pid)["pss"] > 1
        process.stdin.close()
