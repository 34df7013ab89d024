"""Lists and their counts (名册列表): one walk of one index for each page, at any depth."""
