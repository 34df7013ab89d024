"""Ledger import (台账导入) into the database: look, try, take in whole or not at all, take back."""
