"""Files (文件): kept below the instance by content hash, type checked by content."""
