"""A neutral page on another origin: where "Leave this page" goes to in the tests, without asking the internet."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = (
    b'<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Weather</title><h1>Sunny spells</h1></html>'
)


class Weather(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *words: object) -> None:
        """Says nothing."""


class Elsewhere:
    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/weather"

    @contextmanager
    def running(self) -> Iterator["Elsewhere"]:
        with self.server:
            Thread(target=self.server.serve_forever, daemon=True).start()
            yield self
            self.server.shutdown()
