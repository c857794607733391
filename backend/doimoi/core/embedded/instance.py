"""The mark of an installation: one id in `var/instance.id`, made once and kept for good.

It tells a first start from a lost data folder: where the mark is and the data is not, nothing may be made
anew.
"""

import os
from pathlib import Path
from uuid import UUID

from doimoi.core.embedded.refusals import Refusal


class MarkUnreadable(Refusal):
    """The mark is there, but holds no id."""

    def __init__(self, mark: Path) -> None:
        super().__init__(
            f"Tệp {mark} không chứa mã cài đặt hợp lệ. Hãy lấy lại tệp này từ bản sao lưu.",
            f"The file {mark} does not hold a valid installation id. Take it back from a backup.",
        )


def mark_path(var: Path) -> Path:
    """Where the mark of the installation in `var` stands."""
    return var / "instance.id"


def read_instance(var: Path) -> UUID | None:
    """The id of the installation, or None before its first start. Raises MarkUnreadable."""
    mark = mark_path(var)
    try:
        return UUID(mark.read_text("ascii").strip())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise MarkUnreadable(mark) from error


def write_instance(var: Path, instance: UUID) -> None:
    """Write the id so that a power cut leaves the old mark or the new one, never half of it; mode 0600."""
    mark = mark_path(var)
    fresh = mark.with_name(f"{mark.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{instance}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(mark)
    sync_folder(var)


def sync_folder(folder: Path) -> None:
    """Make renames inside `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
