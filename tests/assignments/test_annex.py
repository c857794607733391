"""A pasted annex: headings in any order, units as people write them, faults told in their cells. No database."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from doimoi.assignments import annex
from doimoi.assignments.annex import Annex, Column, ColumnMissing, Fault, Mending, RowState, TableEmpty, TableTooLong
from doimoi.assignments.deadlines import DueKind
from doimoi.assignments.unit_names import NamedUnit, Units

FILE = Path(__file__).parents[2] / "backend/doimoi/directory/data/units.yaml"
WARD = [u for u in yaml.safe_load(FILE.read_text("utf-8"))["units"] if u.get("parent", "").startswith("11602")]
UNITS = Units(
    [
        *(NamedUnit(u["code"], u["name"], u["short_name"]) for u in WARD),
        NamedUnit("TDP-01", "Tổ dân phố số 1", "TDP 1"),
        NamedUnit("TDP-02", "Tổ dân phố số 2", "TDP 2"),
        NamedUnit("TRUONG-01", "Trường Tiểu học Hồng An", "TH Hồng An"),
    ],
    "Hồng An",
)
HEAD = "STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm\tThời hạn\tGhi chú\n"


def read(*rows: str, head: str = HEAD, mending: Mending | None = None) -> Annex:
    """The annex of these rows."""
    return annex.read(head + "\n".join(rows), UNITS, mending=mending)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("van phong", ["VP"]),
        ("VP", ["VP"]),
        ("Văn phòng HĐND&UBND phường", ["VP"]),
        ("P. VHXH", ["VHXH"]),
        ("Phòng VH-XH", ["VHXH"]),
        ("phong van hoa - xa hoi", ["VHXH"]),
        ("11602:VHXH", ["VHXH"]),
        ("CA phường", ["CAP"]),
        ("Công an phường Hồng An", ["CAP"]),
        ("Phòng KT, HT&ĐT", ["KTHTDT"]),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", ["KTHTDT"]),
        ("UBMTTQ phường", ["MTTQ"]),
        ("Mặt trận Tổ quốc", ["MTTQ"]),
        ("Hội LHPN", ["LHPN"]),
        ("Hội phụ nữ", ["LHPN"]),
        ("Đoàn TNCS HCM phường", ["DTN"]),
        ("TT PVHCC", ["TTPVHCC"]),
        ("Trung tâm hành chính công", ["TTPVHCC"]),
        ("Các tổ dân phố", ["TDP-01", "TDP-02"]),
        ("tổ dân phố số 2", ["TDP-02"]),
        ("Phòng VHXH, VP; Công an phường\nMTTQ", ["VHXH", "VP", "CAP", "MTTQ"]),
        ("Phòng Văn hóa - Xã hội và Công an phường", ["VHXH", "CAP"]),
        ("Phòng Kinh tế, Hạ tầng và Đô thị, Công an", ["KTHTDT", "CAP"]),
        ("UBND phường", ["UBND"]),
    ],
)
def test_units_as_people_write_them(text: str, codes: list[str]) -> None:
    assert [code for found in UNITS.read_many(text) for code in found.codes] == codes


@pytest.mark.parametrize("text", ["Phòng", "Sở Khoa học và Công nghệ", "xyz", "#N/A", "1.234,5", "các phòng"])
def test_what_names_no_unit_clearly_is_not_guessed(text: str) -> None:
    assert [code for found in UNITS.read_many(text) for code in found.codes] == []


def test_a_misspelt_unit_is_offered() -> None:
    (found,) = UNITS.read_many("Văn phòn")
    assert found.codes == () and "VP" in found.suggestions


def test_a_row_with_everything() -> None:
    (row,) = read('1\tTập huấn kỹ năng số\tVHXH\t"VP\nCông an"\tBáo cáo kết quả\tQuý IV/2026\t').rows
    assert (row.state, row.title, row.lead, row.cooperating) == (
        RowState.READY,
        "Tập huấn kỹ năng số",
        "VHXH",
        ("VP", "CAP"),
    )
    assert (row.product, row.note, row.deadline.kind) == ("Báo cáo kết quả", None, DueKind.DATED)


def test_columns_are_found_by_their_headings_in_any_order_without_marks() -> None:
    table = read(
        "VP\t31/12/2026\tMua máy quét\tx",
        head="Don vi chu tri\tThoi gian hoan thanh\tNoi dung cong viec\tKinh phi\n",
    )
    assert [column for _, column in table.headings] == [Column.LEAD, Column.DEADLINE, Column.TITLE, None]
    assert (table.rows[0].title, table.rows[0].lead) == ("Mua máy quét", "VP")


def test_a_table_without_headings_is_read_in_the_usual_order() -> None:
    assert [r.lead for r in read("1\tMua máy quét\tVP\t\t\t30/6/2026", "2\tQuét hồ sơ\tCAP", head="").rows] == [
        "VP",
        "CAP",
    ]
    assert read("Mua máy quét\tVP\tCAP", head="").rows[0].cooperating == ("CAP",)


def test_titles_of_groups_are_no_tasks() -> None:
    table = read("I\tNhóm nhiệm vụ về hạ tầng", "1\tMua máy quét\tVP", "\t\t\t", "II\tNhân lực\t\t\t\t\t")
    assert [row.state for row in table.rows] == [RowState.HEADING, RowState.READY, RowState.HEADING]


@pytest.mark.parametrize(
    ("row", "column", "fault"),
    [
        ("1\t\tVP", Column.TITLE, Fault.TITLE_MISSING),
        ("1\t#N/A\tVP", Column.TITLE, Fault.CELL_ERROR),
        ("1\tViệc\t", Column.LEAD, Fault.LEAD_MISSING),
        ("1\tViệc\tPhòng Lạ", Column.LEAD, Fault.UNIT_UNKNOWN),
        ("1\tViệc\tVP, CAP", Column.LEAD, Fault.UNIT_SEVERAL),
        ("1\tViệc\t#REF!", Column.LEAD, Fault.CELL_ERROR),
        ("1\tViệc\tVP\tSở Nội vụ", Column.COOPERATING, Fault.UNIT_UNKNOWN),
        ("1\tViệc\tVP\tVP; CAP", Column.COOPERATING, Fault.LEAD_COOPERATES),
        ("1\tViệc\tVP\t\t\t31/02/2026", Column.DEADLINE, Fault.DEADLINE_UNREADABLE),
        ("1\tViệc\tVP\t\t\t1.234,5", Column.DEADLINE, Fault.DEADLINE_UNREADABLE),
        ("1\tViệc\tVP\t\t\t#N/A", Column.DEADLINE, Fault.CELL_ERROR),
        (f"1\t{'v' * 4001}\tVP", Column.TITLE, Fault.TEXT_TOO_LONG),
    ],
)
def test_each_fault_stands_in_its_cell(row: str, column: Column, fault: Fault) -> None:
    (found,) = read(row).rows
    assert found.state is RowState.FAULTY
    assert [(f.column, f.fault) for f in found.faults] == [(column, fault)]


def test_a_blank_of_merged_cells_offers_the_unit_above() -> None:
    table = read("1\tViệc một\tVP", "2\tViệc hai\t\t\tSản phẩm")
    assert table.rows[1].faults[0].suggestions == ("VP",)


def test_faults_are_put_right_cell_by_cell() -> None:
    rows = ("1\tViệc một\tPhòng Lạ", "2\tViệc hai\tVP\t\t\t31/02/2026", "3\tViệc ba\tNgoài phường")
    mended = read(
        *rows,
        mending=Mending({(1, Column.LEAD): "VHXH", (2, Column.DEADLINE): "28/02/2026"}, skipped={3}),
    )
    assert [row.state for row in mended.rows] == [RowState.READY, RowState.READY, RowState.SKIPPED]


def test_what_stands_already_is_a_double_unless_it_is_meant() -> None:
    rows = HEAD + "1\tMua Máy Quét\tVP\n2\tMua máy quét\tVP\n3\tMua máy quét\tCAP"
    table = annex.read(rows, UNITS)
    assert [row.state for row in table.rows] == [RowState.READY, RowState.FAULTY, RowState.READY]
    table = annex.read(rows, UNITS, {("mua may quet", "VP")}, Mending(kept={2}))
    assert [row.faults[0].fault if row.faults else None for row in table.rows] == [Fault.DUPLICATE, None, None]


def test_a_table_that_is_none_is_refused() -> None:
    for text, refusal in ((" \n\t", TableEmpty), (HEAD, TableEmpty), ("chỉ một cột", ColumnMissing)):
        with pytest.raises(refusal):
            annex.read(text, UNITS)
    with pytest.raises(TableTooLong):
        read(*["1\tViệc\tVP"] * 501)
    with pytest.raises(ColumnMissing) as refused:
        annex.read("a\tb", UNITS, columns=[Column.TITLE, None])
    assert refused.value.params["column"] == "lead"


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    for row in annex.read(HEAD + "1\tx\tVP\n" + text, UNITS).rows:
        assert (row.state is RowState.FAULTY) == bool(row.faults)
        assert row.state is not RowState.READY or (row.title and row.lead)
