"""The import contracts are checked on what is built, and the check can fail."""

import configparser
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT
from tools.contracts import built

CONTRACTS = """
[importlinter:contract:rooms]
containers =
    webapp.built
    webapp.later
layers = views

[importlinter:contract:later]
source_modules = webapp.later
forbidden_modules = flask
"""


def test_rooms_that_are_not_built_are_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "webapp" / "built").mkdir(parents=True)
    (tmp_path / "webapp" / "built" / "__init__.py").touch()
    config = configparser.ConfigParser()
    config.read_string(CONTRACTS)

    missing = built(config, tmp_path)

    assert missing == {"webapp.later"}
    assert config.sections() == ["importlinter:contract:rooms"]
    assert config["importlinter:contract:rooms"]["containers"].split() == ["webapp.built"]


def test_a_breach_of_a_contract_is_found(tmp_path: Path) -> None:
    core = tmp_path / "webapp" / "core"
    core.mkdir(parents=True)
    for folder in (core.parent, core):
        (folder / "__init__.py").write_text("")
    (core / "tally.py").write_text("import flask\n")
    (tmp_path / "setup.cfg").write_text((ROOT / "setup.cfg").read_text("utf-8"), "utf-8")
    (tmp_path / "tools").mkdir()
    tool = tmp_path / "tools" / "contracts.py"
    tool.write_text((ROOT / "tools" / "contracts.py").read_text("utf-8"), "utf-8")

    ended = subprocess.run([sys.executable, str(tool)], check=False, capture_output=True, text=True)

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "webapp.core.tally -> flask" in ended.stdout
