"""The outbox as a part of the demo or of a test run."""

import http.client
import json
import os
import sys
from pathlib import Path

from dev.parts import Program


def outbox(smtp_port: int, http_port: int, folder: Path) -> Program:
    ports = ["--smtp-port", str(smtp_port), "--http-port", str(http_port)]
    command = [sys.executable, "-m", "dev.outbox", *ports, "--folder", str(folder)]
    variables = {"PATH": os.defpath, "PYTHONUNBUFFERED": "1"}
    return Program("outbox", command, variables, lambda: answers(http_port), grace=5)


def answers(http_port: int) -> bool:
    """Whether the pages can be asked for; the SMTP side listens before they do."""
    connection = http.client.HTTPConnection("127.0.0.1", http_port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return bool(json.load(connection.getresponse())["ok"])
    except (OSError, ValueError, http.client.HTTPException):
        return False
    finally:
        connection.close()
