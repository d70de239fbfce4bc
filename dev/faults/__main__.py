"""The names, and what breaks things for each."""

import sys

from dev.faults import billing, digests, mail, postgres
from dev.measures import main

NAMES = {
    "billing": ("web, worker and queue die while Stripe tells of changes", billing.measure),
    "digests": (
        "worker, queue, mail server and schedulers while a week's digests are made and mailed",
        digests.measure,
    ),
    "mail": ("worker, queue and mail server die or refuse while mail is due", mail.measure),
    "postgres": ("the database is stopped and killed while caregivers write", postgres.measure),
}

if __name__ == "__main__":
    sys.exit(main("./bin/faults", "Breaks a running Withkin and counts what is lost.", NAMES))
