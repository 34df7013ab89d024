"""Petitions (信访事项): one matter from its registering to the archive, its page and its steps.

The modules here are what all the rest stands on: tables (``models``, ``procedure_models``, ``proposal_models``), the
draft that forms and ledgers hand over, kinds, links, words. The packages, each of which knows only those named before it:

    visibility   in whose register a matter stands, who sees it, how it is found
    clocks       its limits
    people       its people, sealed and masked
    registering  registering it, correcting it
    attachments  its files
    guards       what a step asks
    archive      the frozen file
    effects      what a step does
    stepping     taking a step
    approving    approving a proposed one
    case         its page, and the small acts that are no steps

``pages`` gathers the views of all of them. How one step travels through them: docs/a-step.md.
"""
