"""Why the embedded database refuses to start, each with what the person at the terminal can do about it.

A refusal never follows a change: the data folder is as it was before. Both sentences are complete in
themselves, so a caller may show either; `str()` gives both, Vietnamese first.
"""

from pathlib import Path


class Refusal(Exception):
    """The embedded database does not start. `vi` and `en` say why and what to do."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi}\n{en}")
        self.vi = vi
        self.en = en


class NoBinaries(Refusal):
    """The wheel with the PostgreSQL binaries is not installed, or not for this kind of machine."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Không tìm thấy chương trình {name} của PostgreSQL đi kèm. Hãy cài lại các gói phụ thuộc, "
            "hoặc đặt DATABASE_URL tới một máy chủ PostgreSQL có sẵn.",
            f"The bundled PostgreSQL program {name} was not found. Install the dependencies again, "
            "or set DATABASE_URL to a PostgreSQL server of your own.",
        )


class NoAccount(Refusal):
    """Running as root, and no ordinary system user exists or could be made for the server."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL không chạy bằng quyền root và máy này không có người dùng hệ thống nào phù hợp. "
            "Hãy tạo một người dùng: useradd --system doimoi",
            "PostgreSQL does not run as root and this machine has no suitable system user. "
            "Make one: useradd --system doimoi",
        )


class OtherMajor(Refusal):
    """The data folder was made by another major version of PostgreSQL."""

    def __init__(self, data: Path, found: str, wanted: int) -> None:
        super().__init__(
            f"Thư mục dữ liệu {data} thuộc PostgreSQL {found}, còn bản này dùng PostgreSQL {wanted}. "
            "Hãy chạy lại phiên bản cũ của chương trình, sao lưu, rồi khôi phục bằng phiên bản này.",
            f"The data folder {data} belongs to PostgreSQL {found}, and this release uses {wanted}. "
            "Run the older release once more, make a backup, and restore it with this one.",
        )


class Damaged(Refusal):
    """The data folder is there, but parts without which PostgreSQL cannot start are not."""

    def __init__(self, data: Path, lost: str) -> None:
        super().__init__(
            f"Thư mục dữ liệu {data} bị hỏng: thiếu {lost}. Không có gì bị thay đổi. "
            "Hãy chuyển thư mục này sang chỗ khác (đừng xóa) rồi khôi phục từ bản sao lưu.",
            f"The data folder {data} is damaged: {lost} is missing. Nothing was changed. "
            "Move the folder aside (do not delete it) and restore from a backup.",
        )


class Missing(Refusal):
    """The installation had a data folder (its mark says so), and it is gone or empty."""

    def __init__(self, mark: Path, looked: list[Path]) -> None:
        places = ", ".join(map(str, looked))
        super().__init__(
            f"Hệ thống này đã từng có dữ liệu (theo {mark}) nhưng nay không thấy ở: {places}. "
            f"Hãy đưa thư mục dữ liệu về chỗ cũ; nếu muốn bắt đầu lại hoặc khôi phục, hãy xóa {mark} trước.",
            f"This installation had data (so says {mark}), but none is found at: {places}. "
            f"Put the data folder back; to begin anew or to restore a backup, remove {mark} first.",
        )


class ForeignOwner(Refusal):
    """The data folder belongs to a user this process cannot run the server as."""

    def __init__(self, data: Path, owner: str, wanted: str) -> None:
        super().__init__(
            f"Thư mục dữ liệu {data} thuộc người dùng {owner}. Hãy chạy chương trình bằng đúng người dùng "
            f"đã tạo ra nó, hoặc đổi chủ: chown -R {wanted} {data}",
            f"The data folder {data} belongs to user {owner}. Run the program as the user who made it, "
            f"or change the owner: chown -R {wanted} {data}",
        )


class NoSpace(Refusal):
    """The disk has less free space than a start needs, or ran full while starting."""

    def __init__(self, folder: Path, free: int, needed: int) -> None:
        super().__init__(
            f"Ổ đĩa chứa {folder} chỉ còn {free} MB trống, cần ít nhất {needed} MB. "
            "Hãy dọn bớt ổ đĩa (không xóa gì trong thư mục này) rồi chạy lại.",
            f"The disk that holds {folder} has only {free} MB free, at least {needed} MB are needed. "
            "Free some space (delete nothing inside this folder) and start again.",
        )


class Unreachable(Refusal):
    """The server's user cannot reach a folder, and there is no other place to take."""

    def __init__(self, folder: Path, user: str) -> None:
        super().__init__(
            f"Người dùng {user} không vào được {folder}, nên cơ sở dữ liệu không chạy được ở đó. "
            "Hãy chuyển thư mục cài đặt ra chỗ người dùng này đọc được, hoặc mở lối qua các thư mục cha.",
            f"User {user} cannot reach {folder}, so the database cannot run there. "
            "Move the installation to where this user can read, or allow passing through the parent folders.",
        )


class ForeignServer(Refusal):
    """A PostgreSQL that this product did not start is working on the data folder."""

    def __init__(self, data: Path) -> None:
        super().__init__(
            f"Một PostgreSQL khởi động bằng tay đang dùng {data}. Hãy dừng nó trước: pg_ctl stop -D {data}",
            f"A PostgreSQL that was started by hand is using {data}. Stop it first: pg_ctl stop -D {data}",
        )


class SocketFolderTaken(Refusal):
    """The socket folder is not a private folder of the server's user: someone else may listen there."""

    def __init__(self, folder: Path, user: str) -> None:
        super().__init__(
            f"Thư mục socket {folder} không phải thư mục riêng (0700) của người dùng {user}. "
            "Hãy kiểm tra ai đã tạo nó, xóa nó rồi chạy lại.",
            f"The socket folder {folder} is not a private folder (0700) of user {user}. "
            "Find out who made it, remove it and start again.",
        )


class StartFailed(Refusal):
    """PostgreSQL or initdb ended by itself; its last words are in the sentence."""

    def __init__(self, log: Path, words: str) -> None:
        super().__init__(
            f"PostgreSQL không khởi động được: {words} Xem nhật ký {log}. "
            "Nếu không tự sửa được, hãy giữ nguyên thư mục dữ liệu và khôi phục từ bản sao lưu.",
            f"PostgreSQL did not start: {words} See the log {log}. "
            "If the cause cannot be mended, keep the data folder as it is and restore from a backup.",
        )
