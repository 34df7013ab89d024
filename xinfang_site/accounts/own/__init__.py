"""One's own account (我的账号): what it is, its sessions, its second factor."""
