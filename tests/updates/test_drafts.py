"""What she typed and did not send: kept while she types, hers alone, back when she comes back, gone after a week."""

from datetime import timedelta

import pytest

from app.updates.drafts import sweep_drafts
from tenants.db import transaction
from tenants.scope import Audience, Scope
from tests.deeds import as_caregiver
from tests.raw import pinned

WORDS = "Half a sentence about the"


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


def types(she, house, words=WORDS, kind="updates"):
    """As the page does it while she types."""
    path = f"/{kind}/about/{house.children['maya']}"
    she.get(path)
    form = she.hidden(path) | {"body": words, "topic": "mood"}
    return she.post(f"{path}/draft", form, headers={"HX-Request": "true", "HX-Target": "p#kept"})


def drafts(servers):
    with servers.admin("withkin") as admin:
        return [content for (content,) in admin.execute("select content from draft")]


@pytest.mark.parametrize("kind", ["updates", "questions"])
def test_it_is_kept_while_she_types_and_comes_back(harbour, dana, servers, kind):
    answer = types(dana, harbour, kind=kind)
    assert "Saved, not sent." in answer.text and "<html" not in answer.text
    types(dana, harbour, WORDS + " move", kind=kind)
    assert [one["body"] for one in drafts(servers)] == [WORDS + " move"]
    dana.get("/you")
    dana.post("/sign-out")
    again = dana.sign_in("dana")
    again.get(f"/{kind}/about/{harbour.children['maya']}")
    assert WORDS + " move" in again.text and "You began this. It is not sent." in again.text
    if kind == "updates":
        assert 'value="mood" checked' in again.text


def test_sent_it_is_no_draft_and_what_comes_late_keeps_none(harbour, dana, servers):
    path = f"/updates/about/{harbour.children['maya']}"
    types(dana, harbour)
    dana.get(path)
    form = dana.hidden(path) | {"body": WORDS, "topic": "mood"}
    dana.post(path, form)
    assert drafts(servers) == []
    dana.post(f"{path}/draft", form)
    assert drafts(servers) == []
    assert WORDS not in dana.get(path).text


def test_an_emptied_box_keeps_nothing_and_one_too_long_keeps_what_was(harbour, dana, servers):
    types(dana, harbour)
    assert "Saved" not in types(dana, harbour, "x" * 4001).text
    assert [one["body"] for one in drafts(servers)] == [WORDS]
    types(dana, harbour, "  ")
    assert drafts(servers) == []


@pytest.mark.parametrize("who", ["rosa", "chris"])
def test_must_20_it_is_her_logins_alone(harbour, app, dana, browser, who):
    types(dana, harbour)
    assert WORDS not in browser(harbour).sign_in(who).get(f"/updates/about/{harbour.children['maya']}").text
    with pinned(app, as_caregiver(harbour, who)) as connection:
        assert connection.execute("select count(*) from draft").fetchone() == (0,)


def test_must_20_no_staff_page_has_it(harbour, dana, browser):
    types(dana, harbour)
    okafor = browser(harbour).sign_in_staff()
    for path in ("/today", f"/families/{harbour.children['maya']}"):
        assert WORDS not in okafor.get(path).text
    assert "Nothing waits for you" in okafor.get("/today").text


def test_after_seven_days_it_is_gone_from_her_page_and_then_from_the_database(harbour, dana, servers):
    types(dana, harbour)
    with servers.admin("withkin") as admin:
        admin.execute("update draft set at = at - interval '8 days', until = until - 9")
    assert WORDS not in dana.get(f"/updates/about/{harbour.children['maya']}").text
    sweep_drafts(harbour.clinic)
    assert drafts(servers) == []


def test_a_long_text_tells_the_janitor_once_a_day(harbour, dana, servers):
    for n in range(4):
        types(dana, harbour, WORDS * (n + 1))
    with servers.admin("withkin") as admin:
        assert admin.execute("select count(*) from due where kind = 'drafts'").fetchone() == (1,)
    later = as_caregiver(harbour, "dana")
    tomorrow = Scope(harbour.clinic, Audience.FAMILY, later.person, later.family, now=later.now + timedelta(days=1))
    with transaction(tomorrow):
        from app.updates import drafts as keeping

        keeping.keep(harbour.people["dana"], harbour.parts["dana"], harbour.children["maya"], "note", {"body": "x"})
    with servers.admin("withkin") as admin:
        assert admin.execute("select count(*) from due where kind = 'drafts'").fetchone() == (2,)


def test_what_is_typed_in_a_check_in_is_kept_with_what_was_tapped(harbour, dana, servers):
    maya = harbour.children["maya"]
    for n, said in ((1, "2"), (2, "3")):
        dana.get(f"/check-in/{maya}/{n}")
        dana.post(f"/check-in/{maya}/{n}", {"answer": said})
    path = f"/check-in/{maya}/3"
    dana.get(path)
    form = dana.hidden(path) | {"answer": WORDS}
    assert "Saved, not sent." in dana.post(f"{path}/draft", form).text
    assert WORDS in dana.get(path).text
    dana.get(f"/check-in/{maya}/1")
    first = dana.hidden(f"/check-in/{maya}/1") | {"answer": "a word for a face"}
    assert "Saved" not in dana.post(f"/check-in/{maya}/1/draft", first).text
    dana.get(path)
    dana.post(path, form)
    assert "Thank you." in dana.text and drafts(servers) == []
    dana.post(f"{path}/draft", form)
    assert drafts(servers) == []
