"""Search and order of Vietnamese words, computed in one place for the database and the pages alike."""

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0306", "\u0302", "\u031b"}


def fold(text: str) -> str:
    """The text as a search key: no marks, đ as d, lower case, single spaces (`Đổi Mới` -> `doi moi`)."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return " ".join(bare.replace("đ", "d").replace("Đ", "D").casefold().split())


def sort_key(text: str) -> str:
    """A key whose byte order is dictionary order: letters a ă â b c d đ, then tones ngang huyền hỏi ngã sắc nặng."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", text).casefold():
        base, tone = _split(char)
        rank = _LETTERS.find(base)
        letters.append(chr(ord("A") + rank) if rank >= 0 else base)
        tones.append(str(tone))
    return "".join(letters) + "!" + "".join(tones)


def _split(char: str) -> tuple[str, int]:
    """A letter without its tone, and the tone's rank."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[c] for c in parts if c in _TONES), 0)
    base = "".join(c for c in parts if c in _SHAPES or unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", base), tone
