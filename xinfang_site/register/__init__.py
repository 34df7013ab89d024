"""The register (名册): lists, search, saved filters, export and bulk actions over an office's matters.

An address becomes ``filters``, these a walk through ``lists`` or a search (``search_words``, ``searching``); ``matters``
puts both together, ``page`` and ``views`` show it. ``exporting`` and ``bulk`` go on from the same list.
"""
