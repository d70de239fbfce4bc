"""What HTMX is told besides the part of the page: the address that a reload, or Back, must find again."""

from contextvars import Context

import pytest

from tests.visitor import Visitor


@pytest.mark.parametrize("query", ["thanks=1", "before=a.b-c_d&thanks=1", "before=%E6%97%A5", "", "a=1%26b%3D2+c"])
def test_the_address_is_pushed_as_it_was_asked_for(app, harbour, query):
    guest = Visitor(app, harbour, "dana")
    guest.enter(guest.base)
    asked = "/you" + (f"?{query}" if query else "")
    headers = {"HX-Request": "true", "HX-Current-URL": f"{guest.base}/home", "HX-Target": "main#main"}
    answer = Context().run(guest.client.get, asked, base_url=guest.base, headers=headers)
    assert answer.headers["HX-Push-Url"] == asked
