"""Units from the reviewed file: every commune of the city, the ward's units in their places, once."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select
from tests import make
from tests.conftest import World

from doimoi.access.models import Unit
from doimoi.core.reviewed import FileInvalid
from doimoi.directory import units_file

PACKAGED = units_file.PACKAGED.read_text(encoding="utf-8")


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "units.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_holds_every_commune_once() -> None:
    wards = [unit for unit in units_file.read().units if unit.level == "ward"]
    kinds = [re.match("Phường|Xã|Đặc khu", ward.name) for ward in wards]
    assert [kind and kind[0] for kind in kinds].count("Phường") == 45
    assert [kind and kind[0] for kind in kinds].count("Xã") == 67
    assert [kind and kind[0] for kind in kinds].count("Đặc khu") == 2
    assert len({ward.code for ward in wards}) == 114
    assert {(w.code, w.name) for w in wards} >= {("11602", "Phường Hồng An"), ("11674", "Xã An Hưng")}
    assert all(ward.name.endswith(ward.short_name) for ward in wards)


def test_loading_places_units_and_loading_again_changes_nothing(world: World) -> None:
    with world.begin() as db:
        changes = units_file.load(db)
    assert len(changes) == len(units_file.read().units) and {change.how for change in changes} == {"added"}
    with world.begin() as db:
        assert units_file.load(db) == []
        rows = {unit.full_code: unit for unit in db.scalars(select(Unit))}
    assert len(rows) == len(changes)
    city, ward = rows["31"], rows["11602"]
    assert ward.key == city.key + 11602 * 10**8 and ward.key_to == ward.key + 10**8
    for code in ("UBND", "VHXH", "VP", "KTHTDT", "MTTQ", "LHPN", "DTN", "CAP", "TTPVHCC", "TUC", "TKN", "DUHDND"):
        assert ward.key < rows[f"11602:{code}"].key < ward.key_to
    assert rows["11602:TUC"].parent_id == rows["11602:TTPVHCC"].id
    assert rows["11602:TKN"].parent_id == rows["11602:LHPN"].id
    assert rows["31:SKHCN"].parent_id == city.id and rows["31:SKHCN"].level == "agency"
    assert {str(unit.valid_from) for unit in rows.values()} == {"2025-07-01"}
    assert not [code for code in rows if re.search("TDP|TCN|TRUONG", code)]


def test_names_are_mended_and_units_made_by_the_ward_stay(world: World, tmp_path: Path) -> None:
    path = _written(tmp_path, PACKAGED.replace("short_name: Hội LHPN", "short_name: Hội Phụ nữ"))
    with world.begin() as db:
        units_file.load(db)
        ward = db.scalars(select(Unit).where(Unit.full_code == "11602")).one()
        make.unit(db, "TDP-01", ward)
        changes = units_file.load(db, path)
        assert [(change.code, change.how) for change in changes] == [("11602:LHPN", "changed")]
        assert "short_name" in changes[0].detail
        found = db.scalars(select(Unit).where(Unit.search_key.contains("hoi phu nu"))).all()
        assert [unit.full_code for unit in found] == ["11602:LHPN"]
        assert db.scalars(select(Unit).where(Unit.full_code == "11602:TDP-01")).one()


def test_a_unit_that_stands_elsewhere_is_not_moved(world: World, tmp_path: Path) -> None:
    path = _written(tmp_path, PACKAGED.replace('code: TKN, parent: "11602:LHPN"', 'code: TKN, parent: "11602:DTN"'))
    with pytest.raises(FileInvalid, match="file_invalid") as refused, world.begin() as db:
        units_file.load(db)
        units_file.load(db, path)
    assert "11602:TKN: stands below another unit" in str(refused.value.params["faults"])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('code: TKN, parent: "11602:LHPN"', 'code: TKN, parent: "11602:XYZ"', "11602:TKN: no 11602:XYZ before it"),
        ('code: VP, parent: "11602"', 'code: VHXH, parent: "11602"', "11602:VHXH: stands 2 times"),
        ('code: VP, parent: "11602"', "code: VP", "VP: a city has no parent"),
        ('code: TDP, parent: "11602"', 'code: TDP, parent: "99999"', "families TDP: no unit 99999"),
        ("level: city", "level: town", "units.0.level"),
    ],
)
def test_faults_of_the_file_are_told(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert PACKAGED.count(old) == 1
    with pytest.raises(FileInvalid) as refused:
        units_file.read(_written(tmp_path, PACKAGED.replace(old, new)))
    assert fault in str(refused.value.params["faults"])
