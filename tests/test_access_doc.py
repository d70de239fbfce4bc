"""`docs/access.md` says what the routes say."""

from dev.write_access import DOCUMENT, written


def test_the_document_says_what_the_routes_say(application):
    assert DOCUMENT.read_text() == written(application), (
        "The routes have changed. Read what that opens, then run: .venv/bin/python -m dev.write_access"
    )
