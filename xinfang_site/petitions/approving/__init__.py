"""Approving drafted steps (审批): who may, in which order; the last approval takes the step.

A proposal is a ``StepDraft`` that waits. ``views -> services -> effects.applying``; it knows ``stepping``, never the other way.
"""
