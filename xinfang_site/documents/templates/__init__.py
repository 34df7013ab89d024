"""Templates of documents (文书模板): their words with merge fields, kept in versions, made into a paper.

``views -> forms -> services -> queries``; ``composing`` makes words and values into a paper, ``merging`` and ``fields``
know no database. What the values are is asked of ``documents.facts`` by whoever makes a document.
"""
