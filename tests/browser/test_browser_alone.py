"""A clinic of one: what its families read, whom they may call, and what its owner cannot give herself in a moment."""

import re
from itertools import count

import pytest

from tests.first_day import add_family, check_lines, confirm, go_in, name_a_cover, sign_up

NUMBERS = count(1)


@pytest.fixture
def ada(device, site):
    """Dr Ada Okafor, owner and therapist and nobody else, with Maya and her mother Dana invited."""
    desk, name = device("desk"), f"Solo {next(NUMBERS)}"
    address = sign_up(desk, site.apex, name)
    go_in(desk, name)
    confirm(desk, site, name, address)
    check_lines(desk)
    name_a_cover(desk)
    add_family(desk, address)
    desk.tap("Invite Dana")
    desk.sees("The invitation is on its way.")
    return desk, address


def test_a_mother_reads_that_one_person_reads_and_whom_to_call(ada, site, device):
    desk, address = ada
    dana = device("phone")
    dana.open(re.search(r"http://\S+/in/\S+", site.mail(f"dana@{address}.example"))[0])
    dana.tap("Go in")
    dana.begin()
    dana.open(f"http://{address}.localhost:{site.port}/questions")
    dana.tap("Ask about Maya")
    dana.sees("Only Dr Ada Okafor reads this.", "Cannot reach us? Call Dr Lee:")
    before = dana.page.locator(".before").inner_text()
    assert before.index("988") < before.index("Only Dr Ada Okafor"), "the crisis line comes first"
    dana.fill("Your question", "Will she sleep again?")
    dana.tap("Send the question")
    dana.sees("Will she sleep again?")
    desk.tap("Today")
    desk.page.get_by_label("Your reply").first.fill("She will.")
    desk.tap("Reply")
    dana.open(f"http://{address}.localhost:{site.port}/questions")
    dana.sees("She will.")


def test_what_opens_records_to_herself_waits_a_day_and_may_be_withdrawn(ada, site):
    desk, address = ada
    desk.tap("Staff")
    desk.tap("Dr Ada Okafor")
    desk.sees("Nobody supervises themselves.")
    desk.page.locator("input[name=roles][value=supervisor]").check()
    desk.tap("Save the roles")
    desk.sees("It takes effect tomorrow", "withdraw it under Signatures")
    assert "takes effect in 24 hours" in site.mail(f"ada+{address}@example.org", subject="takes effect tomorrow")
    desk.tap("Signatures")
    desk.sees("Dr Ada Okafor asks to be supervisor.", "Nobody else could sign")
    desk.tap("Withdraw")
    desk.sees("Nothing waits for a signature.")
    desk.tap("Staff")
    desk.tap("Dr Ada Okafor")
    desk.tap("Dr Ada Okafor stops working here")
    desk.sees("Nobody else owns the clinic.", "nobody can take the families")
