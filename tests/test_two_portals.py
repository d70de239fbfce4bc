"""Nothing on her pages tells of a limit (musts 3 and 4): two portals alike but for one limit, read side by side.

Lee at Harbour is limited and was answered; Lee at Meadow is not limited, and what he told was seen without an answer.
Harbour's Lee must not be able to tell which of the two he is: not by a page, a status, a header, the number of
statements, or what a form says.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import request, request_started

from app.boundaries.limits import lift, limit
from app.boundaries.models import AREAS
from app.digests.models import Digest
from app.families.adding import add_caregiver
from app.involvement import involving, legal
from app.updates.models import LONGEST
from app.web.door import Caregiver
from tenants.db import db, transaction
from tests.browser import Browser
from tests.deeds import asks, replies, shares_at_home, tells, tells_at_home
from tests.digests.week import came_in, come, line_for
from tests.world import House, part, remember
from tests.world import told as as_told

SAME = (
    (r'(name="(?:csrf_token|row|put)" value=")[^"]*', r"\1token"),
    (r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id"),
    (r"(before|after)=[\w.-]+", r"\1=cursor"),
    (r"(?i)harbour|meadow", "clinic"),
    (r"\b\d{1,2}:\d{2}\b", "o'clock"),
)
OF_ONE_ANSWER = {"Set-Cookie", "Content-Length", "Date", "X-Request-Id"}


def likened(text: str) -> str:
    """Without what differs between any two clinics: ids, tokens, the name, and the minute it was read in."""
    for pattern, word in SAME:
        text = re.sub(pattern, word, text)
    return text


@dataclass
class Reading:
    """One portal, read from beginning to end: what came of each request."""

    browser: Browser
    digest: object
    has_news: bool
    heard: list[tuple[str, int, dict[str, str], int, str]] = field(default_factory=list)

    def note(self, what: str) -> None:
        answer = self.browser.page
        headers = {name: likened(value) for name, value in answer.headers.items() if name not in OF_ONE_ANSWER}
        self.heard.append((what, answer.status_code, headers, self.statements(), likened(answer.text)))

    def statements(self) -> int:
        """Without the look at which clinic this is: that one is made once in some seconds, whoever asks."""
        return sum("FROM clinic" not in statement for statement in self.browser.statements.seen)

    def get(self, path: str, status: int = 200) -> None:
        self.browser.get(path, status=status)
        self.note(f"GET {likened(path)}")

    def post(self, path: str, form: dict[str, str], status: int = 200) -> None:
        self.browser.post(path, form, status=status)
        self.note(f"POST {likened(path)} {list(form)}")

    def pages(self, child: object) -> None:
        for path in (
            "/home",
            f"/home/{child}",
            "/welcome",
            "/check-in",
            "/updates",
            "/questions",
            "/you",
            "/you/sharing",
            "/you/opened",
            "/you/words",
            "/you/mail",
            "/digests/next",
            "/shared",
            "/safety",
        ):
            self.get(path)
        self.get(f"/digests/{self.digest}", 200 if self.has_news else 404)

    def whole(self, child: object, told: object) -> "Reading":
        """Every page, then every form: refused, sent, read again."""
        self.pages(child)
        self.get(f"/updates/{told}")
        self.get(f"/updates/{told}/correction")
        self.post(f"/updates/{told}/correction", {"body": ""}, 422)
        for n, said in (
            (1, {"answer": "4"}),
            (2, {"answer": "9"}),
            (2, {"skip": "1"}),
            (3, {"answer": "x" * (LONGEST + 1)}),
            (3, {"answer": "Well."}),
        ):
            self.get(f"/check-in/{child}/{n}")
            self.post(
                f"/check-in/{child}/{n}", said, 422 if said.get("answer", "") in ("9", "x" * (LONGEST + 1)) else 200
            )
        for path in (f"/updates/about/{child}", f"/questions/about/{child}"):
            for body, status in (("", 422), ("x" * (LONGEST + 1), 422), ("When do we meet?", 200)):
                self.get(path)
                self.post(path, {"body": body, "topic": "family"}, status)
        for path, form in (
            (f"/updates/about/{child}/draft", {"body": "Half a", "topic": "family"}),
            (f"/questions/about/{child}/draft", {"body": "Half a"}),
            (f"/check-in/{child}/3/draft", {"answer": "Half a"}),
        ):
            self.get(path.removesuffix("/draft"))
            self.post(path, form)
        self.worried(child)
        self.get(f"/updates/{told}/withdrawal")
        self.post(f"/updates/{told}/withdrawal", {})
        self.at_home(child)
        self.asks_for_less(child)
        self.of_her_own()
        self.pages(child)
        self.get("/updates/00000000-0000-4000-8000-000000000000", 404)
        self.get("/you")
        self.post("/sign-out", {})
        return self

    def worried(self, child: object) -> None:
        for form, status in (
            ({"way": "here", "body": ""}, 422),
            ({"way": "here", "body": "He sleeps in the car."}, 200),
        ):
            self.get("/safety")
            self.post("/safety", {"child": str(child)} | form, status)
        self.get(self.browser.page.request.path)

    def at_home(self, child: object) -> None:
        """Who reads it at home, too: one thing taken back, then all, then chosen anew, and one with a party that is not hers."""
        self.get("/updates")
        for path in re.findall(r'href="(/updates/[0-9a-f-]{36})"', self.browser.page.text):
            self.get(path)
            if "/unshared" in self.browser.page.text:
                break
        self.post(self.form('/updates/[^/"]+/unshared'), {})
        self.get("/you/sharing")
        self.post(self.form('/you/sharing/[^/"]+/delete'), {})
        self.post(f"/you/sharing/about/{child}", {"party": str(child)}, 422)
        self.post(f"/you/sharing/about/{child}", {})

    def asks_for_less(self, child: object) -> None:
        for way in ("less", "more", "delete", "delete"):
            self.get("/you")
            self.post(f"/you/agreed/{child}/{way}", {})
        self.get("/you")

    def of_her_own(self) -> None:
        self.get("/you/words")
        self.post("/you/words", {})
        self.post(self.form('/you/words/[^/"]+/delete'), {})
        self.post("/you/word", {"word": "x"}, 422)
        self.get("/you/mail")
        for form, status in (
            ({"quiet_from": "99"}, 422),
            ({"answers": "y", "quiet_from": "20", "quiet_until": "7"}, 200),
        ):
            self.post("/you/mail", form, status)
        self.get("/home")
        self.post("/you/mail/undo", {})
        self.post("/you/mail/pause", {"days": "over"})
        self.get("/home")
        self.post(self.form('/you/asked/[^/"]+'), {"said": "not-me"})

    def form(self, action: str) -> str:
        """The one form of the page at hand that goes there."""
        found = re.search(rf'action="({action})"', self.browser.page.text)
        assert found, f"no form goes to {action}"
        return found[1]


def limited(house: House, level: str) -> None:
    """The cast's own limit is lifted; at Harbour all areas are limited to `level` instead."""
    today = house.today
    with transaction(house.staff()):
        lift(house.parts["lee"], "messages", today)
        for area in AREAS if level else ():
            limit(house.parts["lee"], area, level, "court-order", today, reason="order of 3 May")


def tess(house: House) -> None:
    """Lee's sister, who lives with him and Sam. He shares with her what he writes."""
    today, sam = house.today, house.children["sam"]
    with transaction(house.staff()):
        remember(house, add_caregiver(sam, as_told(house, "Tess", "aunt", "B"), today))
        involving.invited(part(house, "tess"))
        legal.tell(part(house, "tess"), legal.Told("none", "consent", legal.in_a_year(today)), today)
    shares_at_home(house, "lee", "sam")


APART = {
    "POST /you/devices/<uuid:device>/answer", "POST /you/devices/<uuid:device>/delete",
    "POST /you/words/<uuid:words>/file",
}  # fmt: skip
"""Of her devices, which know no child; and the file, which is ready the next day: it holds her own words alone."""


@contextmanager
def doors_passed() -> Iterator[set[str]]:
    """The routes that were asked for meanwhile."""
    passed: set[str] = set()

    def note(*_sender: object, **_more: object) -> None:
        if request.url_rule:
            passed.add(f"{request.method} {request.url_rule.rule}")

    with request_started.connected_to(note):
        yield passed


def week_of(house: House, line: bool) -> tuple[object, bool]:
    """Lee's digest, and whether there is anything in it. `line`: his home has a sentence from the therapist, hidden from him."""
    came_in(house, "lee", "tess")
    if line:
        line_for(house, "sam", "lee", "Before the hearing, breathe.")
    come(house)
    with transaction(house.jobs()):
        mine = db.select(Digest.id, Digest.state).where(Digest.caregiver_id == house.people["lee"])
        id, state = db.session.execute(mine).one()
        return id, state == "made"


def hers(app: object) -> set[str]:
    """Every door of a caregiver's."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if isinstance(app.view_functions[rule.endpoint].access, Caregiver)
    }


@pytest.mark.parametrize("level", ["closed", "therapist-led", "untold"])
def test_must_03_a_limited_portal_reads_as_one_where_nothing_was_shared(app, harbour, meadow, browser, level):
    limited(harbour, "" if level == "untold" else level)
    limited(meadow, "")
    for house in (harbour, meadow):
        tess(house)
        asks(house, "lee")
    if level == "untold":
        with transaction(harbour.staff()):
            part(harbour, "lee").told_on = None
    told = {house.subdomain: tells(house, "lee", "sam", "Is he well?") for house in (harbour, meadow)}
    tells_at_home(harbour, "tess", "sam", "Before the hearing, she told", shares_at_home(harbour, "tess", "sam"))
    if level == "closed":
        replies(harbour, told["harbour"], "Before the hearing, nothing")
        replies(meadow, told["meadow"], "", "seen")
    weeks = {house.subdomain: week_of(house, line=house is harbour) for house in (harbour, meadow)}
    with doors_passed() as passed:
        readings = [
            Reading(browser(house).sign_in("lee"), *weeks[house.subdomain])
            .whole(house.children["sam"], told[house.subdomain])
            .heard
            for house in (harbour, meadow)
        ]
    for limited_one, other in zip(*readings, strict=True):
        assert limited_one[:-1] == other[:-1]
        assert limited_one[-1].splitlines() == other[-1].splitlines(), limited_one[0]
    assert hers(app) - passed == APART, "each door of hers is passed, or it says why not"


def test_must_03_a_limit_set_in_between_changes_no_form_that_is_open(harbour, browser):
    """Opened before, sent after: it is taken, and says what it would have said."""
    dana, path, today = browser(harbour).sign_in("dana"), f"/updates/about/{harbour.children['maya']}", harbour.today
    answers = []
    for level in ("", "closed"):
        dana.get(path)
        if level:
            with transaction(harbour.staff()):
                limit(harbour.parts["dana"], "updates", level, "safety", today)
        answers.append(likened(dana.post(path, {"body": "A good day.", "topic": "mood"}).text))
    assert answers[0] == answers[1]
