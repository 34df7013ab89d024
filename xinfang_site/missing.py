"""Missing records (不存在): a foreign record is a missing record, with the same answer."""


class Missing(Exception):
    """There is no such record in the actor's scope (查无此件); pages answer 404.

    Attributes:
        petition_id: the matter that was asked for, if it stands in no register of the actor's, or nowhere: the try
            is audited.
    """

    def __init__(self, petition_id: int | None = None) -> None:
        super().__init__()
        self.petition_id = petition_id


class Barred(Missing):
    """The record reports the person who asks for it (被反映人查阅本人事项): the same 404, and the try is audited."""
