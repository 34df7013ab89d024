"""Administration of accounts (账号管理): two administrators, each with a part that the other cannot do."""
