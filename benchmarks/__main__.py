"""``python -m benchmarks``: fill scratch instances, serve them, measure, print a table."""

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path

from benchmarks import ledgers, measuring, saving, scratch, starting, yardstick

PARTS = ("pages", "saves", "ledgers", "start")


def main() -> None:
    options = _options()
    for database in options.databases.split(","):
        with _databases(database) as urls:
            for size in (int(each) for each in options.sizes.split(",")):
                folder = Path(options.folder) / f"{database}-{size}"
                site = scratch.prepare(folder, size, urls(size) if urls else None)
                _measure(site, f"{database}, {size} petitions", options)


def _measure(site: scratch.Site, title: str, options: argparse.Namespace) -> None:
    parts = options.parts.split(",")
    print(f"\n## {title}", flush=True)
    if {"pages", "saves"} & set(parts):
        yardstick.run()
    with scratch.served(site) as base:
        if "pages" in parts:
            measuring.run(base, site, options.rounds)
        if "saves" in parts:
            saving.run(site)
        if "ledgers" in parts:
            ledgers.run(site, base)
    if "start" in parts:
        starting.run(site)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000", help="petitions, comma-separated")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--parts", default=",".join(PARTS), help="what to measure")
    parser.add_argument("--folder", default=str(scratch.FOLDER), help="kept between runs")
    parser.add_argument("--rounds", default=25, type=int, help="requests per measured page")
    return parser.parse_args()


@contextlib.contextmanager
def _databases(name: str) -> Iterator[scratch.Urls | None]:
    if name == "sqlite":
        yield None
        return
    from tests.postgresql import start

    with start(durable=True) as server, contextlib.ExitStack() as stack:
        yield lambda _size: stack.enter_context(server.database())


if __name__ == "__main__":
    main()
