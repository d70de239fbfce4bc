"""Starts the double and runs until it is stopped."""

import argparse
import logging
import sys
import threading
import time
from pathlib import Path

from werkzeug.serving import make_server

from dev.stripe import catalogue
from dev.stripe.account import Account
from dev.stripe.behaviour import Behaviour
from dev.stripe.deliveries import deliver
from dev.stripe.endpoint import Endpoint
from dev.stripe.site import create_site
from dev.stripe.store import Store
from dev.stripe.timeline import turn


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dev.stripe")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--webhook-url", default="", help="without it nobody is told")
    parser.add_argument("--webhook-secret", required=True)
    return parser.parse_args()


def tick(account: Account) -> None:
    """What falls due while nobody asks happens all the same."""
    while True:
        with turn(account):
            pass
        time.sleep(1)


def serve(asked: argparse.Namespace) -> None:
    """Nothing is saved at the end: what was answered is on disk before its answer is."""
    endpoint = Endpoint(asked.webhook_url, asked.webhook_secret) if asked.webhook_url else None
    account = Account(Store(asked.folder), Behaviour(), f"http://localhost:{asked.port}", endpoint)
    with account.turn():
        catalogue.stock(account)
    site = make_server("127.0.0.1", asked.port, create_site(account), threaded=True)
    if endpoint:
        threading.Thread(target=deliver, args=(account, endpoint), daemon=True).start()
    threading.Thread(target=tick, args=(account,), daemon=True).start()
    site.serve_forever()


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # a line a request, with the address asked for
    try:
        serve(arguments())
    except OSError as reason:
        sys.exit(f"The Stripe double cannot listen: {reason}")


if __name__ == "__main__":
    main()
