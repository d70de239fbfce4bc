"""The names, and what measures each."""

import sys

from dev.bench import dashboard, digests, page, queries, walls
from dev.measures import main

NAMES = {
    "dashboard": ("a supervisor's page with few and with many records; over counting the records", dashboard.measure),
    "digests": (
        "ten thousand digests over five hundred, a worker killed on the way; a set over one by one",
        digests.measure,
    ),
    "page": ("home and Today over a bare view that does the same by hand", page.measure),
    "queries": ("SQL statements a page, for a caregiver and for 25 and 200 families", queries.measure),
    "walls": ("home and Today with row-level security over the same without", walls.measure),
}

if __name__ == "__main__":
    sys.exit(main("./bin/bench", "Measures Withkin on servers and data of its own.", NAMES))
