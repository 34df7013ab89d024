"""What somebody tried at a matter that is not theirs (试图进行的操作), as the audit words it."""

_TRIED = {
    "petitions.show": "打开事项",
    "petitions.say_why": "写明查阅事由",
    "petitions.unmask": "查看完整信息",
    "petitions.correct": "更正登记内容",
    "petitions.accused": "登记被反映对象",
    "petitions.link_accused": "关联被反映人账号",
    "petitions.release_accused": "解除被反映人账号关联",
    "petitions.archive": "打开归档案卷",
    "petitions.archive_package": "下载归档案卷",
    "petitions.explain_clock": "查看期限推算",
    "petitions.divert": "诉访分离甄别",
    "petitions.diversion_slip": "查看甄别记录",
    "petitions.print_dossier": "打印卷宗",
    "petitions.add_files": "上传附件",
    "petitions.open_file": "打开附件",
    "petitions.draw_page": "打开附件",
    "petitions.void_file": "作废附件",
    "petitions.put_in_charge": "确定包案领导",
    "petitions.unlink": "解除关联",
    "petitions.recuse": "申报回避",
    "petitions.take_step": "办理步骤",
    "petitions.bulk": "批量办理",
    "petitions.decide": "审批拟办意见",
    "petitions.take_back": "撤回拟办意见",
    "documents.make": "制作文书",
    "documents.show": "查看文书",
    "documents.download": "下载文书",
    "documents.serve": "登记文书送达",
    "documents.void": "作废文书",
    "documents.registration_sheet": "打印登记单",
    "documents.print_package": "下载打印包",
    "documents.query_code": "打印查询码单",
    "documents.query_slip_file": "下载查询码单",
    "disposals.ask": "提出清除申请",
    "disposals.decide": "审批清除申请",
}


def tried(endpoint: str) -> str:
    """The words for a page's endpoint; of a module's page that led to a matter no more is said."""
    return _TRIED.get(endpoint, "其他页面")
