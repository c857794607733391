"""How fast answers to a survey are taken, beside PostgreSQL's own limit, in one interleaved run on this machine.

    PYTHONPATH=backend:. .venv/bin/python -m tests.bench.survey_answers [seconds] [rounds]

Beside the rates stands the processor time a transaction or answer costs (server and database, without the client
that asks): on a machine that others use too it is the steadier of the two.

The limit is pgbench with one prepared INSERT a transaction, fsync on, on the very same server. The product is the
real one: `doimoi serve` with its middleware, checks, row security and group commit, each answer told after COMMIT.
Needs wrk. Only loopback is spoken to, for a bounded time.
"""

import contextlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from doimoi.core import roles
from doimoi.core.embedded.place import pg_bin
from doimoi.core.embedded.supervisor import Embedded, Running
from doimoi.running.database import NAME
from tests.conftest import open_folder
from tests.running.product import Product, ended_after
from tests.surveys.ground import new_round

CONNECTIONS = 16
GOAL = 0.30
INSERT = """
\\set level random(1, 5)
insert into bench_answer (client, round, day, answers)
values (gen_random_uuid(), 1, current_date, jsonb_build_object('q1', cast(:level as int), 'q3', 'Cán bộ tận tình'));
"""
TABLE = """
create table bench_answer (id bigint generated always as identity primary key, client uuid not null unique,
                           round int not null, day date not null, answers jsonb not null)
"""
SCRIPT = """
math.randomseed(os.time() + tonumber(tostring({}):sub(8), 16) % 100000)
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local function hex(n) return string.format("%0" .. n .. "x", math.random(0, 16 ^ n - 1)) end
request = function()
  local id = hex(8) .. "-" .. hex(4) .. "-4" .. hex(3) .. "-8" .. hex(3) .. "-" .. hex(6) .. hex(6)
  return wrk.format(nil, nil, nil, '{"client_id":"' .. id .. '","answers":{"q1":' .. math.random(4, 5) ..
    ',"q3":"Cán bộ hướng dẫn tận tình"}}')
end
"""


TICK = os.sysconf("SC_CLK_TCK")


def spent(pid: int) -> float:
    """Processor seconds of a process and of all its children, also of those that have ended."""
    total = 0.0
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total = sum(int(ticks) for ticks in fields[11:15]) / TICK
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        total += sum(spent(int(child)) for child in children)
    return total


def limit(running: Running, script: Path, seconds: int) -> float:
    """Transactions a second that pgbench reaches."""
    done = subprocess.run(
        [
            *(pg_bin("pgbench"), "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2", "-T", str(seconds)),
            *("-f", script, "-h", running.socket_dir, "-p", str(running.port), "-U", running.superuser, "bench"),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    )
    return float(re.search(r"tps = ([\d.]+)", done.stdout)[1])  # type: ignore[index]


def taken(url: str, script: Path, seconds: int) -> tuple[float, str]:
    """Answers a second that the product takes; wrk's own words. Raises when one was refused."""
    done = subprocess.run(
        ["wrk", "-t", "2", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--latency", "-s", script, url],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    )
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise SystemExit(done.stdout)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1]), done.stdout  # type: ignore[index]


def main() -> int:
    """Run limit and product in turns; 1 when the ratio is below the goal."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with open_folder() as folder, tempfile.TemporaryDirectory() as scripts:
        insert, post = Path(scripts, "insert.sql"), Path(scripts, "post.lua")
        insert.write_text(INSERT)
        post.write_text(SCRIPT)
        with ended_after(Product(folder)) as product:
            product.start()
            use = Embedded(folder, tell=lambda _: None)
            running = use.start()
            try:
                return _compare(product, running, insert, post, seconds, rounds)
            finally:
                use.stop()


def _compare(product: Product, running: Running, insert: Path, post: Path, seconds: int, rounds: int) -> int:
    engine = create_engine(running.url(roles.EVERYWHERE, NAME))
    with Session(engine, expire_on_commit=False) as db, db.begin():
        of = new_round(db)
    admin = create_engine(running.url(running.superuser, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        print("fsync", connection.execute(text("show fsync")).scalar())
        connection.execute(text("create database bench"))
    with create_engine(running.url(running.superuser, "bench")).begin() as connection:
        connection.execute(text(TABLE))
    url = f"{product.url}/api/v1/public/surveys/{of.kiosk_code}/answers"
    ratios = []
    assert product.process is not None
    for _ in range(rounds):
        before = spent(product.postmaster())
        most = limit(running, insert, seconds)
        between, server = spent(product.postmaster()), spent(product.process.pid)
        rate, said = taken(url, post, seconds)
        database = spent(product.postmaster()) - between
        server = spent(product.process.pid) - server - database  # the database is a child of the product
        cpu = [
            1e6 * used / count / seconds for used, count in ((between - before, most), (server, rate), (database, rate))
        ]
        ratios.append(rate / most)
        latency = " ".join(line.strip() for line in said.splitlines() if re.search(r"^\s+(50|99)%", line))
        print(f"limit {most:8.0f}/s   product {rate:8.0f}/s   ratio {ratios[-1]:.3f}   {latency}")
        print(f"      {cpu[0]:8.0f} us            {cpu[1]:5.0f} us and {cpu[2]:.0f} us in the database")
    with Session(engine) as db:
        kept = db.execute(text("select count(*) from survey_answer where round_id = :r"), {"r": of.id}).scalar_one()
    print(f"answers in the database: {kept}; median ratio {statistics.median(ratios):.3f}, goal {GOAL}")
    return 0 if statistics.median(ratios) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
