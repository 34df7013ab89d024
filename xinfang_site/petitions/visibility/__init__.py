"""Who sees a matter and how it is found (可见范围、名册、检索): written with every save, asked by every list.

``entries`` writes in whose register a matter stands, with ``tallies`` counted and ``indexing`` searchable; ``scope``
is the one condition by which anybody reads, ``sides`` tells on which side of a matter a person stands.
"""
