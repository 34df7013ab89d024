"""Which column is which field (列): headings found in a sheet and matched with the fields of a ledger."""
