"""``python -m benchmarks.papers FOLDER``: official papers and every document as docx, and as PDF where LibreOffice is installed.

For looking at: fonts, lines to a page, characters to a line. A page of running text must hold 22 lines of 28.
"""

import argparse
import shutil
import subprocess
from pathlib import Path

from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.templates.defaults import shipped
from xinfang_site.documents.templates.reading import sample
from xinfang_site.papers.blocks import (
    Addressee,
    Align,
    Annex,
    Attachments,
    Blank,
    Column,
    Display,
    Heading,
    Note,
    Paragraph,
    Signature,
    Subtitle,
    Table,
    Title,
)
from xinfang_site.papers.paper import Imprint, LetterHead, Masthead, MinutesHead, Paper, RedHead
from xinfang_site.papers.word import to_docx

ORGAN, DAY = "梧桐区信访办公室", "2026年9月30日"
RUNNING = Paragraph("".join("一二三四五六七八九〇"[at % 10] for at in range(28 * 30)), indent=False)
ITEM = Paragraph(
    "11月22日，某小区业主23人到区群众来访接待大厅反映逾期交房问题，已引导推选5名代表座谈。",
    lead="某小区业主反映逾期交房。",
)
ROTA = Table(
    (Column("日期", 1.4), Column("星期", 0.6, Align.CENTER), Column("单位", 2), Column("接访领导")),
    tuple((f"10月{day}日", "三", "区人力资源和社会保障局", "李某某") for day in range(1, 31)),
    "（共30场）",
)

SAMPLES = {
    "notice": Paper(
        "通知",
        (
            Title(("关于做好2026年第四季度", "区级部门联合接访工作的通知")),
            Addressee("区级各部门，各镇、街道："),
            Heading(1, "一、总体安排"),
            Heading(2, "（一）值班要求。", "值班人员应当提前十五分钟到岗，不得擅自离岗。"),
            RUNNING,
            Attachments(("2026年第四季度联合接访排班表", "来访接待登记表")),
            Signature((ORGAN,), DAY),
            Note("联系人：王某某，电话：023-00000000"),
            Annex("附件1"),
            ROTA,
        ),
        RedHead((ORGAN,), "梧信办发〔2026〕12号"),
        Imprint(("抄送：区委办公室，区人大常委会办公室，区政府办公室。",), ORGAN, f"{DAY}印发"),
    ),
    "letter": Paper(
        "函",
        (Title(("交办函",)), Addressee("区住房和城乡建设委员会："), RUNNING, Signature((ORGAN,), DAY)),
        LetterHead(f"重庆市{ORGAN}", "梧信访交〔2026〕5号", "特急"),
    ),
    "joint": Paper(
        "公告",
        (Title(("联合接访公告",)), RUNNING, Signature((ORGAN, "梧桐区司法局", "梧桐区教育委员会"), DAY)),
        RedHead((ORGAN, "梧桐区司法局"), "梧信办发〔2026〕13号"),
    ),
    "minutes": Paper(
        "纪要",
        (Title(("联席会议纪要",)), RUNNING, Paragraph("区信访办、区司法局。", lead="出席：")),
        MinutesHead("梧桐区信访工作联席会议纪要", "第3期", "联席会议办公室", DAY),
        Imprint(("分送：各成员单位。",), ORGAN, f"{DAY}印发"),
    ),
    "briefing": Paper(
        "每日要情",
        (Heading(1, "【重点关注】"), *[ITEM] * 6, Heading(1, "【信息预警】"), Paragraph("无")),
        Masthead("每日要情", "第231期（总第1687期）", ORGAN, DAY, "内部资料　注意保存", "加急"),
        Imprint(
            ("报：区委、区政府主要领导。", "送：区级有关部门。"), "", "共印30份", "编辑：王某某　签发：张某某"
        ),
    ),
    "plan": Paper("计划", (Title(("2026年学习计划表",)), Subtitle(f"（{ORGAN}）"), ROTA), across=True),
    "certificate": Paper(
        "证书",
        (
            Blank(2),
            Display("结业证书", 48, red=True),
            Paragraph("李某某同志参加全区信访干部法治培训，学满40学时，考核合格，准予结业。"),
            Signature((ORGAN,), DAY),
        ),
        across=True,
        numbered=False,
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.papers", description=__doc__)
    parser.add_argument("folder", type=Path)
    documents = {kind.value: sample(kind, shipped(kind), "王某") for kind in SPECS}
    write(parser.parse_args().folder, {**SAMPLES, **documents})


def write(folder: Path, papers: dict[str, Paper]) -> None:
    """The papers as docx, then all at once as PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, paper in papers.items():
        folder.joinpath(f"{name}.docx").write_bytes(to_docx(paper))
    office = shutil.which("soffice")
    if office is None:
        print("LibreOffice is not installed: docx only")
        return
    files = [str(folder / f"{name}.docx") for name in papers]
    subprocess.run([office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files], check=True)


if __name__ == "__main__":
    main()
