"""Documents of a matter (文书): editable templates, numbers without gaps, what was made and how it was served.

``templates`` hold the words and ``facts`` what the record knows; ``making`` makes a numbered paper of both, ``made`` shows
it and notes that it was served or is void. Nothing that was made is ever edited. ``sheets`` are printed and not kept.
"""
