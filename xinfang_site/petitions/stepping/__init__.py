"""Taking steps (办理): what is offered, the form of each step, and the transaction that takes or proposes it.

``views -> forms, offers -> services -> guards -> effects``. What a step asks is in ``guards``, what it does in ``effects``.
"""
