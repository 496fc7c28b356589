"""What the project's tree holds: the files git tracks or would track, and the Python among them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def files(*folders: str) -> tuple[Path, ...]:
    """Give the files that git tracks, or would track at the next `git add`, in folders or everywhere."""
    listing = subprocess.run(
        # safe.directory: the tests may run as someone else than the owner of the checkout
        [
            "git",
            "-c",
            "safe.directory=*",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
            "--",
            *folders,
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(sorted({ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()}))


def python(*folders: str) -> list[tuple[Path, ast.Module]]:
    """Give every Python file of the folders, parsed."""
    return [
        (path, ast.parse(path.read_text(encoding="utf-8"), str(path)))
        for path in files(*folders)
        if path.suffix == ".py"
    ]


def short(path: Path) -> str:
    """Give a path as a reader of the repository writes it."""
    return path.relative_to(ROOT).as_posix()
