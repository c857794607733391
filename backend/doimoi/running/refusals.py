"""Why the product does not start, each with what the person at the terminal can do about it."""

from pathlib import Path

from doimoi.core.embedded.refusals import Refusal


class SettingsWrong(Refusal):
    """A setting in the environment cannot be used."""

    def __init__(self, faults: str) -> None:
        super().__init__(
            f"Cấu hình chưa đúng: {faults}. Sửa các biến môi trường này rồi chạy lại.",
            f"The settings cannot be used: {faults}. Correct these environment variables and start again.",
        )


class NotADemo(Refusal):
    """Sample data would be mixed into a ward's real ones."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Thư mục {folder} chứa dữ liệu thật, không phải dữ liệu mẫu; chưa thay đổi gì. "
            "Bỏ trống DOIMOI_VAR để dùng thư mục var-demo, hoặc chọn một thư mục trống.",
            f"The folder {folder} holds real data, not sample data; nothing was changed. "
            "Leave DOIMOI_VAR unset to use var-demo, or name an empty folder.",
        )


class PortTaken(Refusal):
    """Something else listens at the address already."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Cổng {port} trên {host} đang có chương trình khác dùng (có thể là một bản Đổi Mới đang chạy). "
            f"Hãy dừng chương trình đó, hoặc chọn cổng khác: DOIMOI_PORT={port + 1 if port < 65535 else 8000}",
            f"Port {port} on {host} is in use, perhaps by another run of this product. "
            "Stop that program, or choose another port with DOIMOI_PORT.",
        )


class CannotListen(Refusal):
    """The address cannot be opened: no such interface, or a port that this user may not open."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"Không mở được {host}:{port} ({reason}). Kiểm tra DOIMOI_HOST và DOIMOI_PORT.",
            f"Cannot listen on {host}:{port} ({reason}). Check DOIMOI_HOST and DOIMOI_PORT.",
        )


class PlainHttp(Refusal):
    """Plain http would leave this machine: browsers then keep no sign-in cookie, and passwords travel readable."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"Không phục vụ http thường trên {host}: mật khẩu sẽ đi qua mạng không mã hóa và trình duyệt không giữ "
            "phiên đăng nhập. Hãy đặt một máy chủ https phía trước và khai PUBLIC_URL=https://..., "
            "hoặc để DOIMOI_HOST=127.0.0.1.",
            f"Plain http is not served on {host}: passwords would cross the network in the open and browsers keep no "
            "sign-in. Put an https server in front and set PUBLIC_URL=https://..., or leave DOIMOI_HOST=127.0.0.1.",
        )


class DatabaseAway(Refusal):
    """The ward's own database server does not answer, or refuses the login."""

    def __init__(self, login: str, words: str) -> None:
        super().__init__(
            f"Không kết nối được cơ sở dữ liệu bằng {login}: {words}. "
            "Kiểm tra máy chủ PostgreSQL và địa chỉ này; `doimoi doctor --sql-setup` in các lệnh tạo tài khoản.",
            f"Cannot connect to the database with {login}: {words}. "
            "Check the PostgreSQL server and this address; `doimoi doctor --sql-setup` prints the lines that make the "
            "logins.",
        )


class ServerTooOld(Refusal):
    """The ward's own server is older than the oldest that the product works with."""

    def __init__(self, found: str, wanted: int) -> None:
        super().__init__(
            f"Máy chủ cơ sở dữ liệu là PostgreSQL {found}; cần bản {wanted} trở lên. Hãy nâng cấp máy chủ, "
            "hoặc bỏ DATABASE_URL để dùng PostgreSQL đi kèm.",
            f"The database server is PostgreSQL {found}; {wanted} or newer is needed. Upgrade it, "
            "or unset DATABASE_URL to use the bundled PostgreSQL.",
        )


class UnsafeLogin(Refusal):
    """The login could step around row security, so the second lock would not hold."""

    def __init__(self, login: str) -> None:
        super().__init__(
            f"Tài khoản trong {login} vượt qua được bảo mật theo dòng (siêu người dùng, BYPASSRLS hoặc chủ sở hữu "
            "bảng). Hãy dùng tài khoản riêng theo `doimoi doctor --sql-setup`.",
            f"The login in {login} could escape row security (superuser, BYPASSRLS or owner of tables). "
            "Use the logins that `doimoi doctor --sql-setup` makes.",
        )


class NewerDatabase(Refusal):
    """A newer version of the product has worked on this database."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"Cơ sở dữ liệu thuộc một phiên bản mới hơn của chương trình ({revision}). Không có gì bị thay đổi. "
            "Hãy cài lại phiên bản mới đó, hoặc khôi phục bản sao lưu được tạo trước khi nâng cấp.",
            f"The database belongs to a newer version of this product ({revision}). Nothing was changed. "
            "Install that newer version again, or restore the backup made before the upgrade.",
        )


class OtherInstance(Refusal):
    """The database belongs to another installation than the data folder."""

    def __init__(self, mark: Path, ours: str, theirs: str) -> None:
        super().__init__(
            f"Cơ sở dữ liệu là của một cài đặt khác (mã {theirs}), còn thư mục dữ liệu ghi mã {ours} trong {mark}. "
            "Không có gì bị thay đổi. Hãy trỏ DATABASE_URL và DOIMOI_VAR về cùng một cài đặt; nếu chủ ý ghép chúng "
            f"(ví dụ sau khi khôi phục), hãy chuyển {mark} đi chỗ khác rồi chạy lại.",
            f"The database belongs to another installation (id {theirs}), while the data folder says {ours} in {mark}. "
            "Nothing was changed. Point DATABASE_URL and DOIMOI_VAR at the same installation; to join them on purpose "
            f"(after a restore, say), move {mark} aside and start again.",
        )


class Emptied(Refusal):
    """The installation had data, and the database it finds now is empty."""

    def __init__(self, mark: Path) -> None:
        super().__init__(
            f"Hệ thống này đã từng có dữ liệu (theo {mark}) nhưng cơ sở dữ liệu tìm thấy lại trống. "
            "Không có gì bị thay đổi. Hãy kiểm tra DATABASE_URL và DOIMOI_VAR, hoặc khôi phục bản sao lưu; "
            f"chỉ khi muốn bắt đầu lại từ đầu mới chuyển {mark} đi chỗ khác.",
            f"This installation had data (so says {mark}), but the database found is empty. Nothing was changed. "
            "Check DATABASE_URL and DOIMOI_VAR, or restore a backup; "
            f"only to begin anew, move {mark} aside.",
        )


class SecretsLost(Refusal):
    """People have accounts here, and the installation's own key is gone."""

    def __init__(self, lost: Path) -> None:
        super().__init__(
            f"Đã có người dùng nhưng thiếu tệp khóa {lost}. Hãy lấy lại tệp này từ bản sao lưu. Nếu không còn, "
            "chạy `doimoi serve --new-secrets` để tạo khóa mới (mọi người có thể phải đăng nhập lại).",
            f"There are accounts, but the key file {lost} is missing. Take it back from a backup. If there is none, "
            "`doimoi serve --new-secrets` makes a new one (people may have to sign in again).",
        )


class NoWard(Refusal):
    """No plan is loaded, so there is no ward whose first administrator could be invited."""

    def __init__(self) -> None:
        super().__init__(
            "Chưa có phường nào trong cơ sở dữ liệu. Hãy chạy `doimoi serve` một lần để nạp kế hoạch có sẵn, "
            "hoặc `doimoi load-plan TỆP`.",
            "There is no ward in the database yet. Run `doimoi serve` once to load the packaged plan, "
            "or `doimoi load-plan FILE`.",
        )


class PlanUnusable(Refusal):
    """The plan document cannot be loaded as it is; nothing of it was."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(
            f"Không nạp được kế hoạch, không có gì bị thay đổi. {vi}",
            f"The plan was not loaded, nothing was changed. {en}",
        )
