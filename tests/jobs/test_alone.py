"""One piece of work of a kind at a time for each person, whatever is tidied meanwhile."""

import os
from datetime import timedelta

from flask import Flask

from tests.people import Cast
from xinfang_site import clock
from xinfang_site.jobs import files
from xinfang_site.jobs.alone import alone


def test_nothing_that_is_removed_from_the_exported_files_lets_a_second_one_in(app: Flask) -> None:
    handler = Cast().actor("handler")
    with alone(handler, "export") as first:
        long_ago = (clock.now() - files.KEPT - timedelta(hours=1)).timestamp()
        for path in files.folder().iterdir():
            os.utime(path, (long_ago, long_ago))
        files.tidy()
        with alone(handler, "export") as second:
            assert (first, second) == (True, False)
    with alone(handler, "export") as afterwards:
        assert afterwards
