"""Norwegian alphabetical order."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.core.alphabet import alphabetical


def test_the_norwegian_letters_stand_last() -> None:
    names = ["Åfjord", "Ørsta", "Ærfugl", "Zakarias", "Aure", "Ås", "Øyer", "Oslo"]

    assert sorted(names, key=alphabetical) == [
        "Aure",
        "Oslo",
        "Zakarias",
        "Ærfugl",
        "Ørsta",
        "Øyer",
        "Åfjord",
        "Ås",
    ]


def test_neighbouring_alphabets_are_read_as_ours() -> None:
    names = ["Unjárga", "Øyer", "Östersund", "Ŋarga", "Nesna", "Đuorbmi", "Dovre", "Drammen"]

    assert sorted(names, key=alphabetical) == [
        "Dovre",
        "Drammen",
        "Đuorbmi",
        "Ŋarga",
        "Nesna",
        "Unjárga",
        "Östersund",
        "Øyer",
    ]


def test_two_a_are_two_letters() -> None:
    assert sorted(["Ås", "Aarborte", "Asker"], key=alphabetical) == ["Aarborte", "Asker", "Ås"]


@given(st.lists(st.text(max_size=8)))
def test_the_order_does_not_depend_on_where_one_began(names: list[str]) -> None:
    backwards = names[::-1]

    assert sorted(backwards, key=alphabetical) == sorted(names, key=alphabetical)
