"""Ledger import (台账导入) into the database: look, try, take in whole or not at all, take back.

``uploading`` are its pages and ``running`` its job; a run goes through ``reading`` (rows with their fingerprints),
``drafting`` (the matter each would become), ``planning`` (beside what the register knows already) and ``inserting``.
``batches`` is what people see of it afterwards. ``command`` and ``at_once`` ask for the same without a page.
"""
