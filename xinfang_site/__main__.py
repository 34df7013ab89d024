"""``python -m xinfang_site`` is the command line ``xinfang``."""

from xinfang_site.cli import main

main()
