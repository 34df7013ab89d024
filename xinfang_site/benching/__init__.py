"""Generated matters for measuring (测试数据): fictional, the same for the same seed, written as the site writes its own."""
