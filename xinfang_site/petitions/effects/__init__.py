"""Effects (步骤的效果): what a step does besides moving the state, as ``guards`` says what it asks.

A step comes in by ``applying.apply``: it calls ``table`` (one function a step), then ``limits``, then writes timeline,
register entries and audit, all of it inside the caller's ``writing()``. Who is reported is noted by ``accusing`` alone.
"""
