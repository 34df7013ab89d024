"""Writers: eight processes register matters at once; then one is killed and nothing acknowledged is lost."""

import json
import os
import signal
import statistics
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any

from benchmarks.scratch import Site

WRITERS, SAVES = 8, 40
_PROGRAM = "from benchmarks.saving import work; work({count})"


def work(count: int) -> None:
    """Register matters; each line is one that was acknowledged: its id, when it was begun and done.

    The clock is the machine's, the same in every process; how a process starts and ends is no part of saving.
    """
    from xinfang_site import clock, create_app
    from xinfang_site.actor import Actor
    from xinfang_site.benching.district import PETITION_OFFICE
    from xinfang_site.extensions import db
    from xinfang_site.petitions.registering import services as registering

    with create_app().app_context():
        session = db.session()
        office, draft = _draft(session, PETITION_OFFICE)
        actor = Actor(None, "bench", "测试员", office.id, office.path)
        registering.register(session, actor, draft, clock.today())
        print("ready", flush=True)
        sys.stdin.readline()
        for _ in range(count):
            started = time.perf_counter()
            made = registering.register(session, actor, draft, clock.today())
            print(json.dumps([made, started, time.perf_counter()]), flush=True)


def _draft(session: Any, code: str) -> tuple[Any, Any]:
    from sqlalchemy import select

    from xinfang_site import clock
    from xinfang_site.codes.models import Code
    from xinfang_site.offices.models import Office
    from xinfang_site.petitions.drafts import PetitionDraft, PetitionerDraft

    office = session.scalars(select(Office).where(Office.code == code)).one()
    channel = session.scalars(select(Code.id).where(Code.table_name == "channel", Code.title == "来信")).one()
    return office, PetitionDraft(
        channel_id=channel,
        received_on=clock.today() - timedelta(days=1),
        summary="小区电梯长期停运",
        content="本小区三号楼电梯自上月起停运，物业公司多次推诿，请求督促修复。" * 6,
        petitioners=(PetitionerDraft("赵青松", phones=("19900001234",), address="康宁路1号"),),
    )


def run(site: Site) -> None:
    """Measure and print."""
    writers = [_start(site, SAVES) for _ in range(WRITERS)]
    for each in writers:
        _read(each)
    for each in writers:
        _tell(each)
    told = [json.loads(line) for each in writers for line in each.communicate(timeout=300)[0].splitlines()]
    seconds = max(done for *_, done in told) - min(begun for _, begun, _ in told)
    times = sorted((done - begun) * 1000 for _, begun, done in told)
    failed = sum(each.returncode != 0 for each in writers)
    p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
    print(
        f"{WRITERS} writers: {len(times) / seconds:.0f} saves/s, p50 {p50:.1f} ms, p99 {p99:.1f} ms "
        f"({p99 / p50:.1f} x p50), worst {times[-1]:.0f} ms, writers failed {failed}"
    )
    _killed(site)


def _killed(site: Site) -> None:
    """Kill -9 in the middle of saving: what was acknowledged is there and whole."""
    lost = acknowledged = 0
    for _ in range(3):
        writer = _start(site, 100_000)
        _read(writer)
        _tell(writer)
        time.sleep(0.7)
        os.kill(writer.pid, signal.SIGKILL)
        lines = writer.communicate(timeout=30)[0].splitlines()
        made = [json.loads(line)[0] for line in lines if line.endswith("]")]
        acknowledged += len(made)
        lost += len(made) - _present(site, made)
    check = subprocess.run(
        [sys.executable, "-m", "xinfang_site", "check"],
        env=site.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    print(
        f"killed -9 three times: {acknowledged} acknowledged, {lost} lost; xinfang check exit {check.returncode}"
    )


def _start(site: Site, count: int) -> "subprocess.Popen[str]":
    program = [sys.executable, "-c", _PROGRAM.format(count=count)]
    return subprocess.Popen(
        program, env=site.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _read(writer: "subprocess.Popen[str]") -> None:
    if writer.stdout is None or writer.stdout.readline().strip() != "ready":
        raise RuntimeError("a writer did not start")


def _tell(writer: "subprocess.Popen[str]") -> None:
    if writer.stdin is not None:
        writer.stdin.write("go\n")
        writer.stdin.flush()


def _present(site: Site, ids: list[int]) -> int:
    """How many of the matters are there with text, petitioner, register entry and first step."""
    from sqlalchemy import func, select

    from xinfang_site import create_app
    from xinfang_site.extensions import db
    from xinfang_site.petitions.models import Petition, Petitioner, PetitionText, RegisterEntry, Step

    with create_app(site.folder, site.environment.get("XINFANG_DATABASE_URL")).app_context():
        whole = select(func.count(func.distinct(Petition.id))).where(Petition.id.in_(ids))
        for part in (Petitioner, PetitionText, RegisterEntry, Step):
            whole = whole.where(select(part.petition_id).where(part.petition_id == Petition.id).exists())
        found = db.session.scalar(whole) or 0
        db.session.remove()
        db.engine.dispose()
    return found
