"""Reading a ledger for an import (读取台账): rows with their fingerprints, by a process that reads ahead."""
