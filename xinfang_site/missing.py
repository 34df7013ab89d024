"""Missing records (不存在): a foreign record is a missing record, with the same answer."""


class Missing(Exception):
    """There is no such record in the actor's scope (查无此件); pages answer 404."""


class Barred(Missing):
    """The record reports the person who asks for it (被反映人查阅本人事项): the same 404, and the try is audited."""

    def __init__(self, petition_id: int) -> None:
        super().__init__()
        self.petition_id = petition_id
