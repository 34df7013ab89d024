"""Documents of a matter (文书): editable templates, numbers without gaps, what was made and how it was served.

``templates`` hold the words, ``facts`` what the record knows, ``making`` prepares a document of both, ``paper`` writes
it, ``services`` number and keep it, ``changing`` notes that it was served or is void; ``reading``, ``shelf`` and
``sheets`` only show. Nothing that was made is ever edited.
"""
