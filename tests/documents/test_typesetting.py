"""A document becomes a tagged PDF that says what it is, the same bytes each time, and nothing written can break out."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from shutil import which

import page
import pytest

from tests.documents.example import SVG, Structure, document, every_block, scope_of, table
from webapp.documents import NotDrawnError, renderer, set_document, source_hash
from webapp.documents.characters import LACKING, settable
from webapp.documents.model import Column, Figure, Heading, Paragraph, Row, Table

PAYLOADS = (
    '#read("/etc/passwd")',
    '#image("/etc/passwd")',
    '#{ panic("out") }',
    "*sterk* _kursiv_ `kode` $x^2$ @ref <merke> ~ \\ // kommentar /* og */",
    '"); #panic("out',
    "\\u{41} \\n = Overskrift\n== Til",
    "<script>alert(1)</script> & </svg>",
    "{page} {pages} %(name)s {{ 7*7 }}",
)

AGAIN = (
    "import sys; from tests.documents.example import document; from webapp.documents import set_document;"
    "sys.stdout.buffer.write(set_document(document()))"
)


def words(pdf: bytes, tmp_path: Path) -> str:
    """Give the text of a PDF as a reader would copy it."""
    tool = which("pdftotext")
    assert tool is not None, "poppler-utils is missing"
    file = tmp_path / "document.pdf"
    file.write_bytes(pdf)
    return " ".join(
        subprocess.run(
            [tool, "-layout", str(file), "-"], capture_output=True, check=True, text=True
        ).stdout.split()
    )


@pytest.mark.parametrize("contents", [True, False])
def test_a_document_of_every_kind_of_block_is_pdf_ua(tmp_path: Path, *, contents: bool) -> None:
    file = tmp_path / "document.pdf"
    file.write_bytes(set_document(document(contents=contents)))

    checked = page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1)

    assert [failure.rule_id for failure in checked.failures] == []
    assert checked.is_compliant


def test_the_pdf_says_its_language_and_title() -> None:
    told = Structure(set_document(document(language="nn", title="Frivilligheit")))

    assert (told.language, told.title) == ("nn-NO", "Frivilligheit")


def test_headings_stand_in_order_and_none_is_skipped() -> None:
    levels = Structure(set_document(document())).heading_levels

    assert levels == [1, 1, 1, 2, 3]  # the title, the table of contents, then the document's own


def test_a_skipped_heading_is_refused() -> None:
    with pytest.raises(Exception, match="heading"):
        set_document(document(Heading(1, "En"), Heading(3, "Tre")))


def test_every_drawing_has_its_words() -> None:
    told = Structure(set_document(document()))

    assert told.alternatives == ["Stolpediagram: 3 av 5 har det"]


def test_a_table_has_column_headers_and_row_headers() -> None:
    told = Structure(set_document(document(Heading(1, "En"), table(lines=2))))

    assert [scope_of(cell) for cell in told.of("TH")] == ["Column"] * 3 + ["Row"] * 3
    assert len(told.of("TD")) == 6


def test_a_long_table_keeps_one_header_row_however_many_pages_it_fills() -> None:
    pdf = set_document(document(Heading(1, "En"), table(lines=90)))
    told = Structure(pdf)

    assert len(told.pdf.pages) > 4
    assert [scope_of(cell) for cell in told.of("TH")].count("Column") == 3


def test_the_same_document_gives_the_same_bytes_in_another_process() -> None:
    here = set_document(document())
    there = subprocess.run(
        [
            sys.executable,
            "-c",
            AGAIN,
        ],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    ).stdout

    assert here == there


def test_a_changed_word_drawing_or_date_changes_the_source() -> None:
    plain = document()
    redrawn = tuple(replace(b, svg=SVG + b" ") if isinstance(b, Figure) else b for b in every_block())

    sources = {
        source_hash(d) for d in (plain, document(title="Annet"), document(*redrawn), replace(plain, label=""))
    }

    assert len(sources) == 4
    assert source_hash(document()) == source_hash(plain)
    assert "typst" in renderer()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_written_stands_there_as_it_was_written(payload: str, tmp_path: Path) -> None:
    row = Row(payload, (payload,))
    blocks = (
        Heading(1, payload),
        Paragraph(payload),
        Table(payload, (Column(payload, numeric=False), Column(payload)), (row,)),
        Figure("x", SVG, payload, payload),
    )

    pdf = set_document(document(*blocks, title="Tittel"))

    said = words(pdf, tmp_path)
    assert "root:" not in said
    assert "".join(payload.split()) in "".join(said.split())
    assert Structure(pdf).alternatives == [payload]


def test_a_drawing_reads_no_file_of_the_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_bytes(SVG.replace(b"3 of 5", b"SECRET"))
    inside = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="400" height="100">'
        b'<rect width="4" height="4"/><image width="400" height="100" xlink:href="'
        + str(secret).encode()
        + b'"/></svg>'
    )
    control = words(
        set_document(document(Heading(1, "En"), Figure("x", secret.read_bytes(), "alt", "tekst"))), tmp_path
    )
    assert "SECRET" in control

    try:
        pdf = set_document(document(Heading(1, "En"), Figure("x", inside, "alt", "tekst")))
    except RuntimeError:  # refused is as good
        return

    assert "SECRET" not in words(pdf, tmp_path)


def test_a_character_without_a_glyph_becomes_a_box_and_stops_nothing(tmp_path: Path) -> None:
    pdf = set_document(document(Heading(1, "En"), Paragraph("Gleder oss 😀 til Porsáŋgu\u200b!")))

    assert f"Gleder oss {LACKING} til Porsáŋgu!" in words(pdf, tmp_path)


def test_settable_composes_and_drops_what_cannot_be_seen() -> None:
    assert settable("a\u030a\u0000\u202eb\r\nc\t") == "åb\nc "


def test_a_document_never_silently_lacks_a_drawing() -> None:
    with pytest.raises(NotDrawnError) as refused:
        set_document(document(Heading(1, "En"), Figure("item/x", None, "alt", "tekst")))

    assert refused.value.names == ["item/x"]


def test_a_place_where_nobody_wrote_says_nothing(tmp_path: Path) -> None:
    said = words(set_document(document()), tmp_path)

    assert "Første avsnitt" in said
    assert "Ingenting her" not in said


def test_made_up_answers_are_labelled_on_every_page(tmp_path: Path) -> None:
    pdf = set_document(document(Heading(1, "En"), table(lines=90)))
    pages = len(Structure(pdf).pdf.pages)

    assert words(pdf, tmp_path).count("Syntetiske svar") == pages


def test_a_crooked_table_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells under 2 columns"):
        Table("Skeiv", (Column("A"), Column("B")), (Row("x", ("1", "2")),))
