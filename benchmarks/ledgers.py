"""Large ledgers in and out, beside the bare reader and the bare writer of the same run."""

import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import Browser
from benchmarks.scratch import Server, Site
from benchmarks.waiting import late, locks, meanwhile, p95

ROWS = 100_000
HEADING = (
    *("编号", "收到日期", "信访形式", "姓名", "电话", "住址", "标题", "内容"),
    *("内容分类", "承办单位", "办理结果", "办结日期", "人数", "满意度", "网格员"),
)
_PROGRAM = [sys.executable, "-m", "xinfang_site"]


def run(site: Site, server: Server) -> None:
    """Measure and print."""
    _import_alone(site, _ledger(site.folder, "A"))
    _import_beside_others(site, server, _ledger(site.folder, "B"))
    _export(site, server)


def _ledger(folder: Path, letter: str) -> Path:
    """A ledger of 15 columns with texts of 100 to 400 characters, made once; its numbers begin with the letter."""
    path = folder / f"ledger-{letter}-{ROWS}.xlsx"
    if path.exists():
        return path
    import xlsxwriter

    pick = random.Random(letter)
    words = (
        Path(__file__).parent.parent.joinpath("xinfang_site/data/bench_words.txt").read_text("utf-8").split()
    )
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, HEADING)
        for row in range(1, ROWS + 1):
            text = "".join(pick.choices(words, k=pick.randrange(50, 200)))
            day = f"{pick.randrange(2016, 2026)}.{pick.randrange(1, 13)}.{pick.randrange(1, 28)}"
            cells = (
                f"{letter}{row:06d}", day, pick.choice(("来信", "来访", "电话", "网上")), f"赵{pick.choice(words)}",
                f"199{pick.randrange(10**8):08d}", "康宁路1号", text[:20], text, "", "", "已答复", day, 1, "", "甲",
            )  # fmt: skip
            sheet.write_row(row, 0, cells)
    return path


TABLES = (
    "petition",
    "petition_text",
    "petitioner",
    "petition_lookup",
    "petition_step",
    "petition_clock",
    "register_entry",
)


def _bare_import(ledger: Path, site: Site) -> float:
    """Processor seconds to read the sheet with calamine and to put the rows it became into tables like ours."""
    import sqlite3

    from python_calamine import CalamineWorkbook

    started = time.process_time()
    for _row in CalamineWorkbook.from_path(str(ledger)).get_sheet_by_index(0).iter_rows():
        pass
    seconds = time.process_time() - started
    source = sqlite3.connect(f"file:{site.folder / 'xinfang.db'}?mode=ro", uri=True)
    target = sqlite3.connect(site.folder / "bare.db")
    batch = "(SELECT id FROM petition WHERE batch_id = (SELECT max(id) FROM import_batch))"
    for table in TABLES:
        for (statement,) in source.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql <> ''", (table,)
        ):
            target.execute(statement)
        key = "id" if table == "petition" else "petition_id"
        rows = source.execute(f"SELECT * FROM {table} WHERE {key} IN {batch}").fetchall()  # noqa: S608 - names of tables
        marks = ", ".join("?" * len(rows[0])) if rows else ""
        started = time.process_time()
        if rows:
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
            target.commit()
        seconds += time.process_time() - started
    source.close()
    target.close()
    (site.folder / "bare.db").unlink()
    return seconds


def _import_alone(site: Site, ledger: Path) -> None:
    """How soon the rows are there, beside the bare reader and writer, who are alone too; then the index."""
    start = _one_row(site)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    told = _taken_in(site, ledger)
    visible = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if told < ROWS:  # an earlier run has brought them in
        print(f"ledger: only {told} rows were new; remove {site.folder} and measure again")
        return
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    subprocess.run([*_PROGRAM, "worker", "--once"], env=site.environment, check=True)
    print(
        f"ledger of {ROWS} rows: visible after {visible:.1f} s ({start:.1f} of it for the start of the program), "
        f"{spent:.1f} s of processor{_against(ledger, site, visible, start, spent)}, "
        f"index complete after {time.perf_counter() - started:.0f} s, memory {after.ru_maxrss // 1024} MB"
    )


def _import_beside_others(site: Site, server: Server, ledger: Path) -> None:
    """What others wait meanwhile: a reader of lists, and whoever saves a little thing."""
    browser = Browser(server)
    quiet = p95(lambda: browser.get("/petitions/"), 40)
    started = time.perf_counter()
    with meanwhile(lambda: browser.get("/petitions/")) as others, locks(site) as waits:
        _taken_in(site, ledger)
    print(
        f"another {ROWS} rows beside a reader and a writer: visible after {time.perf_counter() - started:.1f} s; "
        f"the list's p95 {late(others):.0f} ms ({late(others) / quiet:.1f} x {quiet:.0f} ms), "
        f"longest wait of a small write {max(waits, default=0):.0f} ms"
    )
    subprocess.run([*_PROGRAM, "worker", "--once"], env=site.environment, check=True)


def _taken_in(site: Site, ledger: Path) -> int:
    """Import a ledger by the command; how many rows came in."""
    told = subprocess.run(
        [*_PROGRAM, "import", "petitions", str(ledger), "--office", "BENCH-XF", "--json"],
        env=site.environment, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return int(json.loads(told.splitlines()[-1])["imported"])


def _one_row(site: Site) -> float:
    """Seconds for a ledger of one row: what the program takes to start."""
    ledger = site.folder / "ledger-1.csv"
    ledger.write_text(f"编号,收到日期,标题\nB{time.time_ns()},2024-03-05,电梯停运\n", encoding="utf-8")
    started = time.perf_counter()
    _taken_in(site, ledger)
    return time.perf_counter() - started


def _against(ledger: Path, site: Site, visible: float, start: float, spent: float) -> str:
    if "XINFANG_DATABASE_URL" in site.environment:
        return ""
    bare = _bare_import(ledger, site)
    return (
        f" ({visible / bare:.1f} x, {(visible - start) / bare:.1f} x without the start, {spent / bare:.1f} x by processor, "
        f"of {bare:.1f} s of the bare reader and writer)"
    )


def _export(site: Site, server: Server) -> None:
    browser = Browser(server)
    quiet = p95(lambda: browser.get("/petitions/"), 40)
    target = site.folder / "export.xlsx"
    target.unlink(missing_ok=True)
    started = time.perf_counter()
    with meanwhile(lambda: browser.get("/petitions/")) as others:
        spent = _exported(site, target, f"page=1&received_from={_since(site)}")
    seconds = time.perf_counter() - started
    rows = _read(target)
    start = _exported(site, site.folder / "empty.xlsx", "page=1&received_from=2999-01-01")
    bare = _bare_export(site, rows)
    print(
        f"xlsx of {len(rows)} rows: {seconds:.1f} s, {spent:.1f} s of processor ({start:.1f} of it for the start of "
        f"the program; without it {(spent - start) / bare:.2f} x bare {bare:.1f} s, with it {spent / bare:.2f} x); "
        f"others' list p95 {late(others):.0f} ms ({late(others) / quiet:.1f} x {quiet:.0f} ms)"
    )


def _exported(site: Site, target: Path, query: str) -> float:
    """Processor seconds of the command that writes the list."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [*_PROGRAM, "export", "petitions", str(target), "--office", "BENCH-XF", "--query", query],
        env=site.environment, check=True, capture_output=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _since(site: Site) -> str:
    """The day from which the register holds about 100,000 matters."""
    from xinfang_site.petitions.models import SORT_KEY_BASE

    key = _scalar(site, f"SELECT sort_key FROM petition ORDER BY sort_key DESC LIMIT 1 OFFSET {ROWS - 1}")  # noqa: S608 - a number
    if key is None:
        return ""
    day = str(int(key) // SORT_KEY_BASE)
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


_RAW = """
    SELECT petition.number, received_on, received_known, summary, main_name, people, channel.title AS channel,
           category.title AS category, office.short_name, petition.state, due_on, closed_on, urgent, collective, repeat
    FROM register_entry JOIN petition ON petition.id = register_entry.petition_id
    LEFT JOIN code AS channel ON channel.id = petition.channel_id
    LEFT JOIN code AS category ON category.id = petition.category_id
    LEFT JOIN office ON office.id = petition.unit_id
    WHERE register_entry.office_id = (SELECT id FROM office WHERE code = 'BENCH-XF')
    ORDER BY register_entry.sort_key DESC LIMIT """


def _bare_export(site: Site, written: list[list[str]]) -> float:
    """Processor seconds of the raw query of a sheet's columns, and of the fast writer with the very cells."""
    import rustpy_xlsxwriter

    started = time.process_time()
    _rows(site, _RAW, ROWS)
    named = ({f"c{place}": cell for place, cell in enumerate(row)} for row in written)
    rustpy_xlsxwriter.write_worksheet(named, str(site.folder / "bare.xlsx"), sheet_name="1")
    return time.process_time() - started


def _read(path: Path) -> list[list[str]]:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.iter_rows()]


def _scalar(site: Site, statement: str) -> Any:
    found = _rows(site, statement, None)
    return found[0][0] if found else None


def _rows(site: Site, statement: str, limit: int | None) -> list[Any]:
    from sqlalchemy import create_engine, text

    url = site.environment.get("XINFANG_DATABASE_URL") or f"sqlite:///{site.folder / 'xinfang.db'}"
    engine = create_engine(url)
    with engine.connect() as connection:
        found = list(connection.execute(text(statement + (str(limit) if limit else ""))))
    engine.dispose()
    return found
