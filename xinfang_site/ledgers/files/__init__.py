"""What a ledger is as a file (台账文件): opened by what it really is, handed on as sheets of plain rows."""
