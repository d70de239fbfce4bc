"""Addresses: what is taken, how it is written to, and which two are one."""

from importlib import import_module

import pytest

from app.addresses import NotAnAddress, address_key, checked, search_name


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


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ben O’Hara", "ben ohara"),
        ("  Zoë\tNoël ", "zoe noel"),
        ("Ayşe Işık", "ayse isik"),
        ("İsmail", "ismail"),
        ("Großmann", "grossmann"),
        ("Delacroix-Nakamura", "delacroix nakamura"),
        ("J. R. Łøß", "j r loss"),
        ("50%_\\", "50%_\\"),
        ("’'-. ", ""),
        ("山田 太郎", "山田 太郎"),
        ("\u202eab\u200bc\x00", "abc"),
        ("ﷺ" * 120, ("صلى الله عليه وسلم" * 120)[:240]),
    ],
)
def test_a_name_is_searched_as_somebody_types_it(name, found):
    assert search_name(name) == found
    assert search_name(found) == found


def test_what_the_migration_filled_in_is_what_the_application_looks_for():
    made = import_module("migrations.versions.0014_lists").search_name
    for name in ("Ben O’Hara", "Ayşe Işık", "Großmann", "J.-R. Łøß æœ", "50%_\\", "\u202eab\tc"):
        assert made(name) == search_name(name)
