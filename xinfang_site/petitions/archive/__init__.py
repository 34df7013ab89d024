"""The archive (归档): a closed matter's file is frozen under its hash, checked and handed out later.

The step freezes it (``freezing``, called by ``effects``); ``views -> packages`` read what was frozen.
"""
