"""Serving the site (运行站点): what listens, which processes there are, and who looks after them."""
