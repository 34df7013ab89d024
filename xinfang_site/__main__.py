"""``python -m xinfang_site`` is the command line ``xinfang`` (命令行)."""

from xinfang_site.cli import main

main()
