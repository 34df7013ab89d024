"""What a list is narrowed by (筛选): the address, the ids behind it, the words for it, and filters that are kept."""
