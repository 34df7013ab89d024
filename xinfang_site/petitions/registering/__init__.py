"""Registering and correcting (登记、更正): from a form or a ledger's row to a matter in its registers.

``views -> forms -> (drafts) -> services -> filing -> rows``. ``correcting`` and ``editing`` change what was registered.
"""
