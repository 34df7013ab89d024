"""Missing records (不存在): a foreign record is a missing record, with the same answer."""


class Missing(Exception):
    """There is no such record in the actor's scope; pages answer 404."""
