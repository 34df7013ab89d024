"""Reading of ledgers (台账): messy Excel, WPS and csv files in, clean typed rows out.

The package is pure: it knows no database, no web and no clock. Callers use ``reader.inspect`` and
``reader.read``; everything that can go wrong with a file is a ``LedgerError`` with a sentence for the clerk.
"""
