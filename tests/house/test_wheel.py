"""The wheel carries what git carries, and the design system and fonts, and works without the checkout.

With packages listed one by one, a forgotten line once left a package out of a wheel silently.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, short
from tools.vendor import SERVED, SERVED_FILES

SHIPPED = ("migrations", "reference", "surveys", "translations")
TOP = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy, so that nothing left over in the checkout gets into it."""
    copy = tmp_path_factory.mktemp("source")
    for name in SHIPPED:  # setuptools wants them to exist, also when nothing is in them yet
        (copy / name).mkdir()
    for path in [
        *files("webapp", *SHIPPED),
        *_vendored(),
        *(ROOT / name for name in TOP if (ROOT / name).is_file()),
    ]:
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    built = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(built), str(copy)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    return next(built.glob("*.whl"))


def test_the_wheel_carries_what_git_carries_and_what_is_fetched(wheel: Path) -> None:
    expected = {_in_wheel(short(path)) for path in [*files("webapp", *SHIPPED), *_vendored()]}

    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert carried == expected


def test_the_wheel_finds_what_it_ships_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    names = "s.MIGRATIONS, s.REFERENCE, s.SURVEYS, s.TRANSLATIONS"
    ask = f"from webapp import shipped as s; print({names}, sep=chr(10))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}

    answer = subprocess.run(
        [sys.executable, "-c", ask], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    ).stdout.split()

    found = {Path(line).name: Path(line) for line in answer}
    assert {name for name in SHIPPED if files(name)} == {
        name for name in SHIPPED if found[name] == tmp_path / "webapp" / "shipped" / name
    }


def test_licences_come_along(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        licences = {name.split("/")[-2] for name in archive.namelist() if name.endswith("/LICENSE")}

    assert {"designsystemet", "inter", "inter-print"} <= licences


def _vendored() -> list[Path]:
    there = [SERVED / name for name in [*SERVED_FILES, "manifest.json"]]
    missing = [short(path) for path in there if not path.is_file()]
    assert missing == [], "run `make assets`"
    return there


def _in_wheel(name: str) -> str:
    return f"webapp/shipped/{name}" if name.partition("/")[0] in SHIPPED else name
