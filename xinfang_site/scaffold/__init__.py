"""Beginning a plugin (新写插件): files that install, migrate, pass their own tests and show a page."""
