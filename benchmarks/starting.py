"""Start and sign-in, and what must not be imported before it is needed."""

import statistics
import subprocess
import sys
import time

from benchmarks.scratch import Site, served

HEAVY = (
    "matplotlib",
    "psycopg",
    "docx",
    "docxtpl",
    "openpyxl",
    "xlsxwriter",
    "rustpy_xlsxwriter",
    "python_calamine",
    "numpy",
)


def run(site: Site) -> None:
    """Measure and print."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        with served(site):
            times.append(time.perf_counter() - started)
    program = (
        "import sys, xinfang_site.serving.site as s; s.served(); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], env=site.environment, check=True, capture_output=True, text=True
    )
    print(
        f"`xinfang run` answers after {statistics.median(times):.2f} s; heavy modules loaded: {loaded.stdout.strip()}"
    )
    _hash()


def _hash() -> None:
    """The password's hash is what a sign-in costs: with the settings of a new instance."""
    from argon2 import PasswordHasher

    from xinfang_site.settings import Settings

    chosen = Settings()
    hasher = PasswordHasher(chosen.password_time_cost, chosen.password_memory_kib, 1)
    kept, times = hasher.hash("Fictional-2026"), []
    for _ in range(9):
        started = time.perf_counter()
        hasher.verify(kept, "Fictional-2026")
        times.append((time.perf_counter() - started) * 1000)
    print(f"Argon2id verify: {statistics.median(times):.0f} ms")
