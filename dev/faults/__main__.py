"""The names, and what breaks things for each."""

import sys

from dev.faults import mail, postgres
from dev.measures import main

NAMES = {
    "mail": ("worker, queue and mail server die or refuse while mail is due", mail.measure),
    "postgres": ("the database is stopped and killed while caregivers write", postgres.measure),
}

if __name__ == "__main__":
    sys.exit(main("./bin/faults", "Breaks a running Withkin and counts what is lost.", NAMES))
