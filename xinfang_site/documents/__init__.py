"""Documents of a matter (文书): editable templates, numbers without gaps, what was made and how it was served.

``templates`` hold the words, ``facts`` what the record knows, ``making`` joins both into a paper, ``services`` number and
keep it; ``reading``, ``shelf`` and ``sheets`` only show. Nothing that was made is ever edited.
"""
