"""Addresses: what is taken, how it is written to, and which two are one."""

import pytest

from app.addresses import NotAnAddress, address_key, checked


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (" dana@harbour.example ", "dana@harbour.example"),
        ("Dana+maya@Harbour.example", "Dana+maya@harbour.example"),
        ("dee@bücher.example", "dee@xn--bcher-kva.example"),
        ("o'hara@harbour.example", "o'hara@harbour.example"),
    ],
)
def test_an_address_is_written_as_servers_take_it(app, typed, written):
    assert checked(typed) == written
    written.encode("ascii")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "dana",
        "dana@",
        "@harbour.example",
        "dana@harbour",
        "josé@harbour.example",
        "a b@harbour.example",
        "a@b.example\r\nBcc: c@d.example",
    ],
)
def test_what_would_never_arrive_is_no_address(app, typed):
    with pytest.raises(NotAnAddress):
        checked(typed)


def test_case_makes_no_second_inbox_and_a_plus_or_another_domain_does(app):
    key = address_key(checked("dana@harbour.example"))
    assert address_key(checked("DANA@Harbour.Example")) == key
    others = {address_key(checked(other)) for other in ("dana+1@harbour.example", "x@straße.de", "x@strasse.de")}
    assert len(others | {key}) == 4
