"""What one line may hold: nothing unseen, nothing turned round, no two alphabets in one short name, and phones one can call."""

import pytest

from app.people.forms import one_line
from app.people.plain import is_mixed, is_phone, is_visible


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ther\u00adapy", "therapy"),
        ("Har\u202ebour", "Harbour"),
        ("\u200b\u2060\ufeff", ""),
        ("a\x07b\x1bc", "abc"),
        ("a\u2028b\tc", "a b c"),
        ("\ue000x", "x"),
        ("\u200dX\u200d", "X"),
        ("Pay\u200cPal", "PayPal"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("Zoë O’Hara-Peña", "Zoë O’Hara-Peña"),
        ("李 明", "李 明"),
    ],
)
def test_what_no_screen_shows_goes_and_what_scripts_need_stays(typed, kept):
    assert one_line(typed) == kept


def test_a_name_is_something_one_can_say():
    assert is_visible("Möwe") and is_visible("李") and is_visible("7")
    assert not any(map(is_visible, ("", "...", "☎", "\u3164", "\u2800")))


def test_two_alphabets_that_look_alike_do_not_stand_in_one_name():
    assert is_mixed("P\u0430yPal") and is_mixed("Al\u03c1ha")
    assert not any(map(is_mixed, ("Möwe", "Чайка", "Ωmega"[1:], "李 Cove")))


@pytest.mark.parametrize("number", ["911", "116 123", "+49 (30) 123-456", "0800 111 0 111"])
def test_numbers_a_phone_can_call(number):
    assert is_phone(number)


@pytest.mark.parametrize("number", ["ask us", "-", "☎", "١١٩", "12", "1" * 16, "911;ext=1", "1+1+1", "none"])
def test_and_what_it_cannot(number):
    assert not is_phone(number)
