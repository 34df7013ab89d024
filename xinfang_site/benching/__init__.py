"""Generated matters for measuring (测试数据): fictional, of a fixed seed, written by the site's own rows."""
