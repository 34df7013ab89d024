"""The register (名册): lists, search, saved filters, export and bulk actions over an office's matters."""
