"""Files that people review and the product loads: strict YAML, faults with their place, and what a load changes."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from doimoi.core.errors import DomainError

T = TypeVar("T", bound=BaseModel)


class FileInvalid(DomainError):
    """The file cannot be used and nothing of it was loaded. Params: faults, a line for each place at fault."""

    status, code = 422, "file_invalid"

    def __init__(self, faults: list[str]) -> None:
        super().__init__(faults="\n".join(faults))


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the difference between a file and what stands in the database."""

    what: str  # 'unit', 'plan', 'clause', 'period', 'indicator'
    code: str
    how: str  # 'added', 'changed', 'removed'
    detail: str = ""


def read(path: Path, kind: type[T]) -> T:
    """The content of a YAML file in its shape; `FileInvalid` with every fault found."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_OnceOnly)  # noqa: S506 - a SafeLoader
        return kind.model_validate(raw)
    except ValidationError as error:
        raise FileInvalid(faults_of(error)) from error
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise FileInvalid([str(error)]) from error


def faults_of(error: ValidationError, *within: str) -> list[str]:
    """The faults of a validation, each with its place in the file."""
    faults = []
    for each in error.errors():
        place = ".".join(str(step) for step in (*within, *each["loc"]))
        faults += [f"{place}: {line}" if place else line for line in _lines(each["msg"])]
    return faults


def fill(row: Any, fields: dict[str, Any]) -> list[str]:
    """Set the fields of a row that differ; their names."""
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    return changed


def _lines(message: str) -> list[str]:
    """A validator of ours says all it found in one error, a line each."""
    return message.removeprefix("Value error, ").split("\n")


class _OnceOnly(yaml.SafeLoader):
    """YAML in which a key said twice is an error instead of the last one winning."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key, times in Counter(keys).items():
            if times > 1:
                raise yaml.MarkedYAMLError(problem=f"{key!r} is said {times} times", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)
