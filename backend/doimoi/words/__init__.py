"""Sentences that the API says, in Vietnamese and English: one pair per problem code."""

from doimoi.words import access, assignments, core, directory, evidence, indicators, notices, plan, surveys

PROBLEMS: dict[str, tuple[str, str]] = {
    **core.PROBLEMS,
    **access.PROBLEMS,
    **directory.PROBLEMS,
    **evidence.PROBLEMS,
    **notices.PROBLEMS,
    **plan.PROBLEMS,
    **surveys.PROBLEMS,
    **indicators.PROBLEMS,
    **assignments.PROBLEMS,
}


def sentence(code: str, language: str, params: dict[str, object]) -> str:
    """The sentence of a problem code in `vi` or `en`, with its placeholders filled; missing ones stay readable."""
    vi, en = PROBLEMS[code]
    return (en if language == "en" else vi).format_map(_Blank(params))


class _Blank(dict[str, object]):
    """A placeholder without a value prints as an ellipsis, so that a sentence never fails."""

    def __missing__(self, key: str) -> str:
        return "…"
