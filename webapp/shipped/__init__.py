"""Where migrations, reference data, surveys and translations lie, in a checkout and in an installed wheel."""

from pathlib import Path

_HERE = Path(__file__).parent
_CHECKOUT = _HERE.parent.parent


def _folder(name: str) -> Path:
    """Give the folder of that name: beside this file in a wheel, at the top of the tree in a checkout."""
    carried = _HERE / name
    return carried if carried.is_dir() else _CHECKOUT / name


MIGRATIONS = _folder("migrations")
REFERENCE = _folder("reference")
SURVEYS = _folder("surveys")
TRANSLATIONS = _folder("translations")
