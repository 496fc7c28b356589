"""Finds, or else installs, what tests need and pip cannot bring: a browser, pdftotext and the language gate's programs.

Order: what is there already; Debian's packages where we are root; else the browser that Playwright
fetches, and for the language gate the dictionaries from npm read by spylls (slower, same word lists,
no analyser for compounds). It says what it chose, and fails when a part cannot be had: nothing is skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HUNSPELL_FOLDERS = (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"))
ANALYSER = Path("/usr/share/apertium/apertium-nno-nob/nno-nob.automorf.bin")
DICTIONARIES = ROOT / "tests/vendor/dictionaries"


def chromium() -> str | None:
    """Give the path of a Chromium: TEST_CHROMIUM, one on PATH, or the one Playwright fetched."""
    named = os.environ.get("TEST_CHROMIUM")
    if named:
        return named
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    return _fetched_chromium()


def _fetched_chromium() -> str | None:
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  slow: starts Playwright's driver
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.is_file() else None


def has_hunspell() -> bool:
    """Tell whether hunspell is here with the word lists of both written languages."""
    return shutil.which("hunspell") is not None and all(
        any((folder / f"{code}.dic").exists() for folder in HUNSPELL_FOLDERS) for code in ("nb_NO", "nn_NO")
    )


def has_apertium() -> bool:
    """Tell whether apertium's analyser of nynorsk is here."""
    return shutil.which("lt-proc") is not None and ANALYSER.is_file()


def has_npm_dictionaries() -> bool:
    """Tell whether tools/vendor.py --tests has laid out the dictionaries that spylls reads."""
    return all((DICTIONARIES / f"{code}.dic").is_file() for code in ("nb", "nn"))


def missing_packages() -> list[str]:
    """Give the Debian packages that would bring what is not here."""
    packages: list[str] = []
    if chromium() is None:
        packages += ["chromium", "fonts-dejavu-core"]
    if not has_hunspell():
        packages += ["hunspell", "hunspell-no"]
    if not has_apertium():
        packages += ["apertium", "apertium-nno-nob"]
    if shutil.which("pdftotext") is None:
        packages += ["poppler-utils"]
    return packages


def install(packages: list[str]) -> None:
    """Install Debian packages; a failure is reported, and the other ways are then tried."""
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print("Installing with apt:", " ".join(packages), "(about a minute) ...", flush=True)
    for command in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *packages]):
        ended = subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
        if ended.returncode:
            print("apt-get could not:", " ".join(command), file=sys.stderr)
            return


def main() -> int:
    """Find or install every part; give 0 when the tests have all they need."""
    packages = missing_packages()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        install(packages)
    if chromium() is None:
        print("No Chromium here; asking Playwright for one ...", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)

    faults: list[str] = []
    browser = chromium()
    if browser is None:
        faults.append("a Chromium: install the package chromium, or set TEST_CHROMIUM to its path")
    if has_hunspell() and has_apertium():
        gate = "hunspell and apertium"
    elif has_npm_dictionaries():
        gate = "spylls and dictionaries from npm (hunspell-no and apertium-nno-nob give the full gate)"
    else:
        gate = ""
        faults.append("word lists: install hunspell-no and apertium-nno-nob, or run tools/vendor.py --tests")
    if shutil.which("pdftotext") is None:
        faults.append("pdftotext, which reads PDFs as a reader would: install the package poppler-utils")
    for fault in faults:
        print("The tests need", fault, file=sys.stderr)
    if not faults:
        print(f"Browser: {browser}. Language gate: {gate}.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
