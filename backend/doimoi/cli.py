"""The command line: `doimoi serve | demo | migrate | load-plan | setup-link | doctor | export-openapi`.

Sentences for people go to standard output in Vietnamese; log lines go elsewhere. Every refusal is one Vietnamese and
one English sentence on standard error and exit code 1.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from doimoi import __version__, migrations
from doimoi.access.everywhere import everywhere
from doimoi.app import create_app
from doimoi.core.embedded.refusals import Refusal
from doimoi.core.settings import Settings
from doimoi.running import database, demo, doctor, first, identity, links, serving
from doimoi.running.first import Calendar
from doimoi.running.refusals import SettingsWrong


class _DryRun(Exception):
    """Undoes what was loaded only to see what would change."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    given = _parser().parse_args(argv)
    try:
        code: int = given.run(_settings(), given)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return code


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(
            ": ".join(filter(None, (".".join(map(str, e["loc"])), e["msg"].removeprefix("Value error, "))))
            for e in error.errors(include_input=False, include_url=False)
        )
        raise SettingsWrong(faults) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doimoi", description="Đổi Mới: vận hành và chứng minh kế hoạch của phường.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="LỆNH")

    serve = commands.add_parser("serve", help="chạy máy chủ (kèm cơ sở dữ liệu nếu chưa có DATABASE_URL)")
    _calendar_options(serve)
    serve.add_argument("--new-secrets", action="store_true", help="tạo lại tệp khóa đã mất")
    serve.set_defaults(run=_serve)

    sample = commands.add_parser("demo", help="chạy máy chủ với dữ liệu mẫu, trong thư mục riêng, và in tài khoản")
    sample.set_defaults(run=_demo)

    migrate = commands.add_parser("migrate", help="đưa cơ sở dữ liệu lên lược đồ của phiên bản này")
    migrate.set_defaults(run=_migrate)

    plan = commands.add_parser("load-plan", help="nạp một kế hoạch từ tệp YAML (nạp lại không đổi gì)")
    plan.add_argument("file", type=Path, metavar="TỆP")
    _calendar_options(plan)
    plan.add_argument("--dry-run", action="store_true", help="chỉ xem sẽ thay đổi gì")
    plan.set_defaults(run=_load_plan)

    link = commands.add_parser("setup-link", help="in liên kết mới để lập tài khoản quản trị đầu tiên")
    link.set_defaults(run=_setup_link)

    look = commands.add_parser("doctor", help="kiểm tra cài đặt")
    look.add_argument("--sql-setup", action="store_true", help="in SQL tạo tài khoản cho máy chủ PostgreSQL riêng")
    look.set_defaults(run=_doctor)

    contract = commands.add_parser("export-openapi", help="in hợp đồng API (OpenAPI)")
    contract.set_defaults(run=_export_openapi)
    return parser


def _calendar_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--issued-on",
        type=date.fromisoformat,
        default=first.ISSUED_ON,
        metavar="NGÀY",
        help="ngày ban hành kế hoạch khi văn bản không ghi (mặc định: %(default)s)",
    )
    parser.add_argument(
        "--first-half-ends",
        type=date.fromisoformat,
        default=first.FIRST_HALF_ENDS,
        metavar="NGÀY",
        help="ngày cuối của kỳ 6 tháng đầu tiên, 14/6 hoặc 14/12 (mặc định: %(default)s)",
    )


def _tell(words: str) -> None:
    print(words, flush=True)


def _calendar(given: argparse.Namespace) -> Calendar:
    return Calendar(given.issued_on, given.first_half_ends)


def _serve(settings: Settings, given: argparse.Namespace) -> int:
    return serving.serve(settings, _calendar(given), _tell, new_secrets=given.new_secrets)


def _demo(settings: Settings, _given: argparse.Namespace) -> int:
    return serving.serve(settings, demo.CALENDAR, _tell, sample=demo.fill)


def _migrate(settings: Settings, _given: argparse.Namespace) -> int:
    with database.opened(settings, _tell) as base:
        database.check_server(base)
        identity.check(settings, base.owner_url)
        changed = migrations.migrate(base.owner_url)
    _tell(f"Lược đồ {'đã được đưa lên' if changed else 'đã ở'} {migrations.head()}")
    return 0


def _load_plan(settings: Settings, given: argparse.Namespace) -> int:
    with database.opened(settings, _tell) as base:
        database.check_server(base)
        identity.check(settings, base.owner_url)
        migrations.migrate(base.owner_url)
        try:
            with everywhere(base.everywhere_url, f"nạp kế hoạch {given.file.name}") as db:
                changes = first.load_plan(db, given.file, _calendar(given))
                if given.dry_run:
                    raise _DryRun
        except _DryRun:
            _tell("Chạy thử, chưa ghi gì:")
    for change in changes:
        if change.how != "kept":
            _tell(f"{change.how}\t{change.what}\t{change.code}\t{change.detail}")
    for line in first.summary(changes) or ["Không có gì thay đổi"]:
        _tell(line)
    return 0


def _setup_link(settings: Settings, _given: argparse.Namespace) -> int:
    with database.opened(settings, _tell) as base:
        database.check_server(base)
        identity.check(settings, base.owner_url)
        link = links.make_setup_link(base.everywhere_url, settings.origin)
    if link is None:
        _tell("Đã có quản trị, không cần thiết lập nữa. Quản trị in liên kết đặt lại mật khẩu cho người khác.")
        return 1
    _tell(link)
    return 0


def _doctor(settings: Settings, given: argparse.Namespace) -> int:
    if given.sql_setup:
        _tell(doctor.sql_setup())
        return 0
    marks = {True: "tốt ", False: "LỖI ", None: "    "}
    findings = []
    for finding in doctor.examine(settings):
        findings.append(finding)
        _tell(f"{marks[finding.good]} {finding.text}")
    return 1 if any(finding.good is False for finding in findings) else 0


def _export_openapi(settings: Settings, _given: argparse.Namespace) -> int:
    """The contract needs no database and must not leave keys in a data folder."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings.model_copy(update={"var": Path(folder)}), "postgresql+psycopg:///")
        _tell(json.dumps(app.openapi(), ensure_ascii=False, indent=2, sort_keys=True))
    return 0
