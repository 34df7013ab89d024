"""What the record knows for a document (文书取值), so that a clerk types only what nobody else can know.

``source`` gathers the matter and the step that a document rests on; ``values`` gives each merge field its value,
with what ``steps`` and ``records`` find in the timeline. Nothing is written here.
"""
