"""How the source is kept: every module says what it is, no room without a name, no file too long to read."""

import ast

from tests.house.tree import files, python, short

# A folder called so ends up holding what nobody found a name for.
NO_NAMES = {"common", "utils", "util", "helpers", "helper", "misc"}
LONGEST = 400
CODE = ("webapp", "migrations", "tests", "tools", "bench")
# Not the migrations: one step of the schema is one file, however many tables it makes.
READ = tuple(folder for folder in CODE if folder != "migrations")
READ_AS_CODE = {".py", ".html", ".css", ".js", ".sh", ".typ"}
# The libraries that are slow to load, or hard to replace, each have one room.
ROOMS = {
    "matplotlib": ("webapp/charts/",),
    "typst": ("webapp/documents/",),
    "fontTools": ("tools/", "webapp/documents/"),  # documents asks which characters the typeface has
}


def test_every_module_opens_by_saying_what_it_is() -> None:
    silent = [short(path) for path, module in python(*CODE) if module.body and not ast.get_docstring(module)]

    assert silent == []


def test_no_file_or_folder_is_named_for_having_no_name() -> None:
    nameless = [
        short(path)
        for path in files()
        if NO_NAMES & {part.partition(".")[0].lower() for part in path.relative_to(path.anchor).parts[-4:]}
    ]

    assert nameless == []


def test_no_file_is_longer_than_a_reader_remembers() -> None:
    long = {
        short(path): count
        for path in files(*READ)
        if path.suffix in READ_AS_CODE
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }

    assert long == {}


def test_matplotlib_and_typst_are_imported_in_their_rooms_only() -> None:
    astray = [
        f"{short(path)} imports {name}"
        for path, module in python("webapp")
        for name in _imported(module)
        if name in ROOMS and not short(path).startswith(ROOMS[name])
    ]

    assert astray == []


def _imported(module: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names
