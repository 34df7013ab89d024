"""Where a batch stands (批次状态)."""

from enum import StrEnum

from xinfang_site.domain.titles import Title


class BatchState(StrEnum):
    """The state of a batch (批次状态); the value is what the table stores."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    TAKEN_BACK = "taken_back"

    @property
    def title(self) -> Title:
        """The state's Chinese name (批次状态名称)."""
        return Title(_TITLES[self][0])

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return _TITLES[self][1]


_TITLES = {
    BatchState.UPLOADED: ("待核对列", "warning"),
    BatchState.CHECKING: ("正在试算", "info"),
    BatchState.CHECKED: ("待确认", "warning"),
    BatchState.RUNNING: ("正在导入", "info"),
    BatchState.DONE: ("已导入", "success"),
    BatchState.FAILED: ("失败", "danger"),
    BatchState.TAKEN_BACK: ("已撤回", "neutral"),
}
