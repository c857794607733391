"""Names, kinds, bounds and headers: decisions without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doimoi.evidence import rules
from doimoi.evidence.rules import Disposition, FileTooLarge, FileTypeRefused, QuotaFull


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("Biên bản số 12.pdf", "Biên bản số 12.pdf"),
        ("/etc/passwd.txt", "passwd.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("a\u202e\u200b\ufeffb.txt", "ab.txt"),
        ("a\tb\nc.txt", "a b c.txt"),
        ("com1.txt", "_com1.txt"),
        ("nul.tar.txt", "_nul.tar.txt"),
        ("Console.txt", "Console.txt"),
        ("a .txt", "a.txt"),
        ("a.txt. . ", "a.txt"),
        ("a<b>|c?.txt", "a_b__c_.txt"),
    ],
)
def test_names_become_safe(given_name: str, name: str) -> None:
    assert rules.clean_name(given_name) == name


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_every_system_takes(text: str) -> None:
    name = rules.clean_name(text)
    assert len(name) <= rules.MAX_NAME
    assert not set(name) & set('/\\<>:"|?*\0\n\r\u202e')
    assert name == name.strip(". ")
    assert rules.clean_name(name) == name


@given(st.text(max_size=200), st.sampled_from(list(rules.KINDS)))
def test_headers_never_break_and_tell_the_true_name(text: str, suffix: str) -> None:
    name = rules.clean_name(f"{text}x.{suffix}")
    headers = rules.content_headers(name, rules.kind_of(name), Disposition.INLINE, "0" * 64)
    said = headers["Content-Disposition"]
    assert said.isascii() and said.isprintable() and said.count('"') == 2


@pytest.mark.parametrize("name", ["a", "a.", "a.html", "a.svg", "a.pdf.exe", "", "pdf"])
def test_other_kinds_are_refused(name: str) -> None:
    with pytest.raises(FileTypeRefused):
        rules.kind_of(name)


@pytest.mark.parametrize(
    ("suffix", "way"), [("pdf", "inline"), ("PNG", "inline"), ("docx", "attachment"), ("txt", "attachment")]
)
def test_only_pictures_and_pdf_are_shown(suffix: str, way: str) -> None:
    headers = rules.content_headers("a", rules.kind_of(f"a.{suffix}"), Disposition.INLINE, "0" * 64)
    assert headers["Content-Disposition"].startswith(way)


def test_bounds_are_exact() -> None:
    rules.check_size(10, 10)
    rules.check_quota(6, 4, 10)
    with pytest.raises(FileTooLarge):
        rules.check_size(11, 10)
    with pytest.raises(QuotaFull):
        rules.check_quota(7, 4, 10)
