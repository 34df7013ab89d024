"""Registering (登记): from a form or a ledger's row to a matter in its registers.

``views -> forms -> (drafts) -> services -> filing -> rows``. What is changed later stands in ``correcting``.
"""
