"""The Stripe double as a part of the demo or of a test run."""

import http.client
import json
import os
import sys
from pathlib import Path

from dev.parts import Program


def stripe_double(port: int, folder: Path, webhook_url: str | None, secret: str) -> Program:
    """`secret`: the endpoint's `whsec_…`, with which every webhook to `webhook_url` is signed. None: nobody is told."""
    told = ["--webhook-url", webhook_url or "", "--webhook-secret", secret]
    command = [sys.executable, "-m", "dev.stripe", "--port", str(port), "--folder", str(folder), *told]
    variables = {"PATH": os.defpath, "PYTHONUNBUFFERED": "1"}
    return Program("stripe", command, variables, lambda: answers(port), grace=5)


def answers(port: int) -> bool:
    """Whether its API can be asked."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/v1/prices", headers={"Authorization": "Bearer sk_test_ready"})
        return bool(json.load(connection.getresponse())["data"])
    except (OSError, ValueError, KeyError, http.client.HTTPException):
        return False
    finally:
        connection.close()
