"""Templates of the core, installed as ``xinfang_site.templates``."""
