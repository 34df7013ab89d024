"""The one exception of the package (台账错误)."""


class LedgerError(Exception):
    """A ledger that cannot be read (台账无法读取); the message is plain Chinese, fit to show to a clerk."""
