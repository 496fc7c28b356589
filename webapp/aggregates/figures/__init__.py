"""The one door through which figures leave: as Published, with what they are called and the charts drawn of them."""

from webapp.aggregates.figures.contents import (
    Contents,
    Subject,
    contents,
    group_names,
)
from webapp.aggregates.figures.pictures import (
    DISTRIBUTION,
    MAP,
    MOVEMENT,
    breakdown_picture,
    chart,
    file_name,
    group_table,
    pictures_of,
)
from webapp.aggregates.figures.rows import (
    DRAWING_JOB,
    Figure,
    File,
    Release,
    all_releases,
    drawing_lock,
    figures,
    file_with_hash,
    files,
    latest_release,
    release,
)

__all__ = [
    "DISTRIBUTION",
    "DRAWING_JOB",
    "MAP",
    "MOVEMENT",
    "Contents",
    "Figure",
    "File",
    "Release",
    "Subject",
    "all_releases",
    "breakdown_picture",
    "chart",
    "contents",
    "drawing_lock",
    "figures",
    "file_name",
    "file_with_hash",
    "files",
    "group_names",
    "group_table",
    "latest_release",
    "pictures_of",
    "release",
]
