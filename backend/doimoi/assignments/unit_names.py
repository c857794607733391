"""Units as people write them in a table: without marks, shortened, several in one cell. Pure."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from doimoi.core.vietnamese import fold


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit that a cell may mean: its bare code (`VP`) and the names it goes by."""

    code: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a piece of a cell means: the codes of the units, or suggestions when it is not clear."""

    text: str
    codes: tuple[str, ...]
    suggestions: tuple[str, ...] = ()


_SHORT: Final = (
    (r"\bp\b", "phong"),
    (r"\bvp\b", "van phong"),
    (r"\bvh ?xh\b", "van hoa xa hoi"),
    (r"\bkt ?ht ?(va )?dt\b", "kinh te ha tang do thi"),
    (r"\bca\b", "cong an"),
    (r"\btt ?(pv)?hcc\b", "trung tam phuc vu hanh chinh cong"),
    (r"\bpvhcc\b", "phuc vu hanh chinh cong"),
    (r"\bhcc\b", "phuc vu hanh chinh cong"),
    (r"\btrung tam hanh chinh cong\b|\b(bo phan )?mot cua\b", "trung tam phuc vu hanh chinh cong"),
    (r"\bub ?mttq\b", "uy ban mat tran to quoc"),
    (r"\bmttq\b", "mat tran to quoc"),
    (r"\b(hoi )?(lhpn|lh phu nu|phu nu)\b", "hoi lien hiep phu nu"),
    (r"\blien hiep hoi lien hiep\b", "lien hiep"),
    (r"\bhoi lien hiep hoi\b", "hoi"),
    (r"\b(dtn|doan tn(cs)?|doan thanh nien( cong san)?)( hcm| ho chi minh)?\b", "doan thanh nien"),
    (r"\bubnd\b", "uy ban nhan dan"),
    (r"\bhdnd\b", "hoi dong nhan dan"),
    (r"\bto cnsc?d?\b", "to cong nghe so cong dong"),
)
_FAMILIES: Final = {
    "to dan pho": "TDP-",
    "to cong nghe so cong dong": "TCN-",
    "to cong nghe so": "TCN-",
    "truong": "TRUONG-",
    "truong hoc": "TRUONG-",
    "co so giao duc": "TRUONG-",
}
_DROPPED: Final = {"va", "cua", "phuong", "xa", "viet", "nam"}
_BREAKS: Final = re.compile(r"[;\n\r/+]+")
_JOINTS: Final = re.compile(r"(,|\bvà\b|&)")


def canon(text: str, ward: str = "") -> str:
    """A name with its usual abbreviations written out, without marks, punctuation and the ward's own name."""
    words = re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()
    if ward:
        words = re.sub(rf"\b(phuong |xa )?{re.escape(fold(ward))}\b", " ", words)
    words = " ".join(words.split())
    for pattern, whole in _SHORT:
        words = re.sub(pattern, whole, words)
    # "xã hội" is no commune.
    words = words.replace("xa hoi", "xahoi")
    return " ".join(word for word in words.split() if word not in _DROPPED)


class Units:
    """The units that a table may name."""

    def __init__(self, units: Iterable[NamedUnit], ward: str) -> None:
        self._units = list(units)
        self._ward = ward
        self._codes = {_letters(u.code): u.code for u in self._units}
        self._forms: dict[str, set[str]] = {}
        for unit in self._units:
            for form in (unit.name, unit.short_name):
                self._forms.setdefault(canon(form, ward), set()).add(unit.code)

    def read_one(self, text: str) -> Read:
        """The one unit that a cell means; no code when it is none or several."""
        read = self._read(text)
        return read if len(read.codes) == 1 else Read(text, (), read.suggestions or read.codes)

    def read_many(self, cell: str) -> list[Read]:
        """The units of a cell, each piece with what it means. Commas inside a unit's own name do not part it."""
        reads = []
        for line in _BREAKS.split(cell):
            pieces = [p for p in _JOINTS.split(line) if p.strip()]
            at = 0
            while at < len(pieces):
                if _JOINTS.fullmatch(pieces[at]):
                    at += 1
                    continue
                read, at = self._longest(pieces, at)
                reads.append(read)
        return reads

    def _longest(self, pieces: Sequence[str], at: int) -> tuple[Read, int]:
        for end in range(len(pieces), at, -1):
            whole = "".join(pieces[at:end]).strip(" -.:,")
            if codes := self._exact(whole):
                return Read(whole.removesuffix(" và"), codes), end
        end = at + 1
        # "Sở Khoa học và Công nghệ" is one unit that the ward does not have, not two.
        while end + 1 < len(pieces) and pieces[end] in ("và", "&") and not self._exact(pieces[end + 1].strip(" -.:,")):
            end += 2
        return self._read("".join(pieces[at:end]).strip(" -.:,")), end

    def _read(self, text: str) -> Read:
        text = " ".join(text.split())
        if codes := self._exact(text):
            return Read(text, codes)
        name = canon(text, self._ward)
        if len(name) >= 4:
            inside = {code for form, codes in self._forms.items() if _names(name, form) for code in codes}
            if len(inside) == 1:
                return Read(text, tuple(inside))
            if inside:
                return Read(text, (), tuple(sorted(inside))[:5])
        close = difflib.get_close_matches(name, list(self._forms), n=3, cutoff=0.55)
        near = dict.fromkeys(code for form in close for code in sorted(self._forms[form]))
        return Read(text, (), tuple(near)[:5])

    def _exact(self, text: str) -> tuple[str, ...]:
        """By code, by a whole name, or as a family of units ("các tổ dân phố")."""
        letters = _letters(text)
        for key in (letters, letters.removeprefix("phong"), letters.removeprefix("p")):
            if key and key in self._codes:
                return (self._codes[key],)
        name = canon(text, self._ward)
        found = self._forms.get(name, set())
        if len(found) == 1:
            return tuple(found)
        prefix = _FAMILIES.get(name.removeprefix("cac "))
        return tuple(sorted(u.code for u in self._units if prefix and u.code.startswith(prefix)))


def _names(part: str, form: str) -> bool:
    """Whether a part of a name is enough of it: its beginning, half of it, or four words of it."""
    if f" {part} " not in f" {form} ":
        return False
    words = len(part.split())
    return form.startswith(f"{part} ") or words >= 4 or words * 2 >= len(form.split())


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text.rpartition(":")[2]))
