"""Correcting (更正): what was registered put right with a reason, and the small changes of every day.

``views -> forms -> services`` for the registration; ``editing`` for a note, a category, who handles it, of one matter or many.
"""
