"""Archive (查阅): past issues, search, threads, figures."""
