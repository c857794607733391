"""What the build made of a page's script and styles: their names carry a hash, so the build's manifest is asked."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Built:
    """Addresses of one entry's script and style sheets; empty where nothing was built."""

    script: str | None
    styles: tuple[str, ...]


def entry(dist: Path, name: str) -> Built:
    """The entry `name` (a source path such as `src/public/survey.ts`) of the build in `dist`."""
    file = dist / ".vite" / "manifest.json"
    manifest: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    if name not in manifest:
        return Built(None, ())
    return Built(f"/{manifest[name]['file']}", tuple(f"/{style}" for style in _styles(manifest, name, set())))


def _styles(manifest: dict[str, Any], name: str, seen: set[str]) -> list[str]:
    """Style sheets of an entry, those of what it imports first, each once."""
    if name in seen:
        return []
    seen.add(name)
    found: list[str] = []
    for imported in manifest[name].get("imports", []):
        found += _styles(manifest, imported, seen)
    return list(dict.fromkeys([*found, *manifest[name].get("css", [])]))
