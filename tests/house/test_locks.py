"""The lock files: exact, hashed, agreeing with each other, and without the address of any registry."""

import json
import re

from tests.house.tree import ROOT

LOCKS = sorted(ROOT.glob("requirements*.lock"))
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+?)( ; [^\\]+?)? \\$", re.MULTILINE)


def test_there_are_locks_for_running_testing_and_setting_up() -> None:
    assert [path.name for path in LOCKS] == [
        "requirements-dev.lock",
        "requirements-node.lock",
        "requirements-tools.lock",
        "requirements.lock",
    ]


def test_no_lock_names_a_registry() -> None:
    # Addresses would tie an installation to one mirror, and tell where ours is.
    addressed = [
        path.name for path in [*LOCKS, ROOT / "package-lock.json"] if "://" in path.read_text("utf-8")
    ]

    assert addressed == []


def test_every_requirement_is_exact_and_hashed() -> None:
    for path in LOCKS:
        text = path.read_text("utf-8")
        requirements = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]

        assert len(PINNED.findall(text)) == len(requirements), path.name
        for block in re.split(r"\n(?=\S)", text.strip()):
            assert "--hash=sha256:" in block, block


def test_tests_run_on_the_versions_that_people_run() -> None:
    running = set(PINNED.findall((ROOT / "requirements.lock").read_text("utf-8")))
    testing = set(PINNED.findall((ROOT / "requirements-dev.lock").read_text("utf-8")))

    assert running - testing == set()


def test_every_npm_package_has_its_hash() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}

    assert packages
    assert [
        name for name, package in packages.items() if not package["integrity"].startswith("sha512-")
    ] == []
