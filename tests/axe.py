"""axe as the lock of the pages names it: what it finds wrong on a page, whatever the page's content policy allows."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[1] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def faults(page: Page, within: str | None = None, tags: tuple[str, ...] | None = WCAG) -> list[tuple[str, list[str]]]:
    """Each violation with the first elements that have it; `tags` None runs every rule, good practice too."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate(
        "([within, tags]) => axe.run(within ?? document, tags ? {runOnly: tags} : {})",
        [within, list(tags) if tags else None],
    )
    return [(v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in found["violations"]]
