"""The jobs of a day, post by post (各岗位的日常工作), in the words of the pages themselves.

Words in “ ” are what stands on a button, a link or in the menu; a test looks each of them up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xinfang_site.accounts.permissions import GRANTED
from xinfang_site.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Job:
    """One job (工作): what it is called, how it is done step by step, and for which posts it is."""

    title: str
    steps: tuple[str, ...]
    roles: frozenset[Role]


_WINDOW = frozenset({Role.CLERK, Role.HANDLER, Role.SECTION_HEAD, Role.LEADER})
_SORTING = frozenset({Role.HANDLER, Role.SECTION_HEAD, Role.LEADER})
_UNIT = frozenset({Role.UNIT_HANDLER, Role.UNIT_HEAD})
_HEADS = frozenset({Role.SECTION_HEAD, Role.LEADER, Role.UNIT_HEAD})


def _may(permission: str) -> frozenset[Role]:
    """The posts that the server lets do it, so that nobody is told of what is refused."""
    return frozenset(role for role, granted in GRANTED.items() if permission in granted)


JOBS: tuple[Job, ...] = (
    Job(
        "登记来访、来信、来电",
        (
            "点“登记”，选信访形式，填姓名、电话、概况和诉求；多人来访的，填信访人数，点“增加一人”登记随访人、代表或者代理人。",
            "名册中有同一信访人的事项时，页面先列出来，由您认定是否重复，再点“认定并登记”。",
            "登记后在事项页点“打印登记单”和“打印查询码单”，查询码单交给信访人，凭姓名和查询码在“信访事项查询”页面看进度。",
            "核对后点“查重后提交甄别”，交承办人分类。",
            "填错了，点“更正”，写明理由；收到日期关系期限，须另一人核准，办理“更正收到日期”。",
        ),
        _WINDOW,
    ),
    Job(
        "甄别、转送、交办",
        (
            "首页“待甄别”就是要分类的事项。打开一件，页面上方只列出依条例现在可以办的步骤和办理之后的去向。",
            "点“转送”或“交办”，填去向单位，提交后由负责人审批；审批以前可以“撤回”。",
            "属于诉讼、仲裁、复议途径的，先做“诉访分离甄别”，再“引导分流”；检举控告先登记被反映的单位和人员，他们看不到这一事项。",
            "责任单位提出异议的，在“异议待核实”中核实；同一事项第二次退回须经联席会议决定。",
            "责任单位办完的，在“待认定办结”中“审核认定办结”，然后“归档”。",
        ),
        _SORTING,
    ),
    Job(
        "责任单位：签收、受理、答复",
        (
            "首页“待签收”的事项先“签收”。不属于本单位职责的，五个工作日内“提出异议”，写明条款或者职责清单依据。",
            "符合条件的点“受理”，选办理途径；不受理的须写明条文和理由。",
            "调查后“提交意见书稿”，由另一人“审核通过”，负责人“签发意见书”，三个人不能相同；再“登记送达”，写明方式、日期和凭证。",
            "期限内办不完的，期满前“延长办理期限”，最多一次三十日，须告知信访人。",
        ),
        _UNIT,
    ),
    Job(
        "审批",
        (
            "首页“等待我审批”按期限排列，点开一件，同意或者退回；退回须写理由。办完自动回到首页，接着办下一件。",
            "拟办人和审批人不能是同一人；与信访人、事项有利害关系的，请“申报回避”。",
        ),
        _HEADS,
    ),
    Job(
        "督查期限、指定包案领导",
        (
            "“期限看板”按单位列出在办、快到期和已超期的件数，每个数字都可以点开。",
            "“期限推演”先看今天受理、延期或者某人休假的话哪些会超期；“待送达”“待回访”各有清单。",
            "“领导包案”按领导列出未了结的事项，由哪位领导包案由信访部门在事项页“包案领导”写明；“积案表”一页打印全部经过。",
        ),
        frozenset({Role.HANDLER, Role.SECTION_HEAD, Role.LEADER, Role.SUPERVISOR}),
    ),
    Job(
        "复查、复核",
        ("首页列出“复查中”“复核中”的事项；作出意见后由负责人签发，再登记送达。送达之日起算信访人的申请期限。",),
        frozenset({Role.REVIEWER}),
    ),
    Job(
        "导入历年台账",
        (
            "点“导入台账”，上传 Excel 或 csv；系统识别各列，可以逐列改正，先看试导入的报告，再正式导入。",
            "每一行不是导入就是写明原因，报告可以下载；同一文件导入两次不会重复，没有动过的批次可以“撤回”。",
        ),
        _WINDOW,
    ),
    Job(
        "机构、账号、代码和日历",
        (
            "先在“机构”建立机构（可以“从表格导入”），再在“账号”建立人员；角色由安全管理员授予，授予后才能办理。",
            "忘记口令的，在账号页“重置口令”，把一次性口令当面交给本人，首次登录必须修改。",
            "国务院办公厅公布下一年放假安排后，到“工作日历”录入；跨年期限会重新计算，先列出变化，再确认。",
        ),
        frozenset({Role.SYSTEM_ADMIN}),
    ),
    Job(
        "角色、解锁和模块",
        (
            "“账号与角色”里授予、收回角色，解锁账号，结束会话；授予前可以用“岗位预演”看一看这个岗位能看到什么。",
            "“模块”按机构启用、停用，停用后数据保留，页面关闭；须写理由。",
        ),
        frozenset({Role.SECURITY_ADMIN}),
    ),
    Job(
        "查阅审计",
        (
            "“审计日志”按人、事项、操作和日期查；谁看过、打印过、导出过哪一件，都有记录，谁也不能删改。",
            "“非经办查阅”列出查看本人经办以外事项的情况；“校验完整性”检查日志有没有被改动。",
        ),
        frozenset({Role.AUDIT_ADMIN, Role.DISCIPLINE}),
    ),
    Job(
        "查找、筛选",
        (
            "右上方“查找”输入编号、姓名、电话后四位或者内容里的词，空格隔开几个词；在任何页面按 / 键都能到这里。",
            "在“信访事项”打开“筛选”选条件，已选的条件排成一行，点一下就去掉；“保存当前条件”以后一点就到，负责人可以与同事共享。",
            "地址栏的链接可以发给同事，他看到的仍以他的权限为限。",
        ),
        _may("petition.view"),
    ),
    Job(
        "导出名册",
        ("“导出本表（xlsx）”导出的就是屏幕上的条件，导出会记入审计日志。",),
        _may("petition.export"),
    ),
    Job(
        "统计、通报和年报",
        (
            "在“统计”选月、季或者年，每个数字都可以点开看明细；比率旁边注明分子、分母，“时效统计”按单位列出各项期限是否按期。",
            "点“统计通报”（选全年的是“统计年报”），数字写成文字和表格，“下载 Word”后再补充。",
        ),
        _may("report.view") & _may("petition.export"),
    ),
    Job(
        "批量办理",
        (
            "勾选几行（或者选中全部），选办理种类，先核对再办理，每件都有结果；改错分类、承办人的，二十四小时内可以“撤销这次批量修改”。",
        ),
        _may("petition.bulk"),
    ),
)  # fmt: skip


def split(roles: Iterable[Role]) -> tuple[Sequence[Job], Sequence[Job]]:
    """The jobs of somebody with these roles, and those of others."""
    held = frozenset(roles)
    mine = [each for each in JOBS if each.roles & held]
    return mine, [each for each in JOBS if each not in mine]
