"""Checks the import contracts of setup.cfg, leaving out rooms that are not built yet.

The contracts describe the whole house of the design. import-linter refuses a contract that names a
module which does not exist, so this drops such lines, and says which, before it hands over.
"""

import configparser
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("containers", "source_modules", "forbidden_modules", "protected_modules", "allowed_importers")
NEEDED = ("containers", "source_modules", "forbidden_modules", "protected_modules")


def exists(module: str, root: Path = ROOT) -> bool:
    """Tell whether a module of ours has been written; every module that is not ours counts as there."""
    if module.partition(".")[0] != "webapp" or "*" in module:
        return True
    path = root.joinpath(*module.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def built(config: configparser.ConfigParser, root: Path = ROOT) -> set[str]:
    """Take the modules that are not there out of the contracts, in place; give the names taken out."""
    missing: set[str] = set()
    for section in [name for name in config.sections() if name.startswith("importlinter:contract:")]:
        contract = config[section]
        for key in LISTS:
            if key not in contract:
                continue
            names = contract[key].split()
            there = [name for name in names if exists(name, root)]
            missing.update(set(names) - set(there))
            contract[key] = "\n" + "\n".join(there)
        # A contract about nothing says nothing; it comes back with the first room it is about.
        if any(key in contract and not contract[key].strip() for key in NEEDED):
            config.remove_section(section)
    return missing


def main() -> int:
    """Run lint-imports on what is built and give its exit status."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    missing = built(config)
    if missing:
        print("Not built yet, so not checked:", ", ".join(sorted(missing)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "setup.cfg"
        with path.open("w", encoding="utf-8") as file:
            config.write(file)
        lint = Path(sys.executable).with_name("lint-imports")
        command = [str(lint), "--config", str(path), "--no-cache"]
        return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
