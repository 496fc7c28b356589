"""Published rows for the tests of charts, through the only door there is: rows as they are kept."""

from typing import Any

from webapp.charts.labels import Labels, Part
from webapp.core.published import Published, from_row
from webapp.core.subject import Form, SubjectKind
from webapp.core.text import Text

NAMES = tuple(
    Text(nb, nn)
    for nb, nn in (
        ("Ikke i gang", "Ikkje i gang"),
        ("I startfasen", "I startfasen"),
        ("Delvis på plass", "Delvis på plass"),
        ("På plass", "På plass"),
        ("Innarbeidet", "Innarbeidd"),
    )
)
LABELS = Labels(
    SubjectKind.ITEM,
    "survey/item",
    "survey",
    Form.LEVELS,
    Text("Spørsmål?", "Spørsmål, nynorsk?"),
    tuple(Part(f"d{n}", Text(f"{n} {name.nb}", f"{n} {name.nn}")) for n, name in enumerate(NAMES)),
    NAMES,
)
SHOWN: dict[str, Any] = {  # Any: the columns of released_figure
    "valid": 200,
    "not_applicable": 3,
    "dont_know": 5,
    "adopters": 130,
    "d0": 10,
    "d1": 20,
    "d2": 40,
    "d3": 90,
    "d4": 40,
    "share": 0.65,
    "lower_bound": 0.6,
    "upper_bound": 0.7,
    "population_share": 0.58,
    "median_level": 3,
}


def row(
    breakdown: str = "country",
    code: str = "",
    *,
    status: str = "ok",
    quality: str = "good",
    withheld: str = "",
    kind: str = "item",
    option: str = "",
    **figures: object,
) -> Published:
    """Give one row; a hidden one holds no figures, and withheld figures are taken out."""
    columns: dict[str, Any] = {**SHOWN, **figures} if status in {"ok", "provisional"} else {}  # Any: as above
    columns |= dict.fromkeys(withheld.split())
    return from_row(
        {
            "subject_kind": kind,
            "subject_key": "survey/item",
            "option_key": option,
            "breakdown": breakdown,
            "group_code": code,
            "status": status,
            "reason": "base" if status == "suppressed" else None,
            "quality": quality,
            "withheld": withheld,
            "invited": 250,
            "submitted": 0 if status == "missing" else 208,
            **columns,
        }
    )
