"""Where no mail reaches whoever told something, whoever answers is told to say so in person."""

import pytest

from tests.deeds import asks, tells

SAYS = "No mail reaches Dana"


@pytest.mark.parametrize(
    ("address", "said"),
    [("safe = true", False), ("safe = false", True), ("bounced_at = now()", True)],
)
def test_no_mail_is_said_beside_the_reply(harbour, okafor, servers, address, said):
    told = tells(harbour, "dana", "maya", "x")
    with servers.admin("withkin") as admin:
        admin.execute(f"update caregiver_address set {address}")
    for path in ("/today", f"/answers/{told}"):
        okafor.get(path)
        assert (SAYS in okafor.text) == said, path


def test_of_a_part_that_was_recognised_the_persons_own_address_counts(harbour, browser, servers):
    """Dee's part has no address of its own; Dana said that she is Dee."""
    asked = asks(harbour, "dana")
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked}", {"said": "yes"})
    with servers.admin("withkin") as admin:
        ((child,),) = admin.execute("select child_id from involvement i join same_person q on q.involvement_id = i.id")
    dana.get(f"/updates/about/{child}")
    dana.post(f"/updates/about/{child}", {"body": "Hello", "topic": "other"})
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get("/today")
    assert "Hello" in reyes.text and "No mail reaches" not in reyes.text
