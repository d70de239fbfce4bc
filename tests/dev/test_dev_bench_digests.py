"""`./bin/bench digests`: on a few families in earnest, and that its verdict sees what is lost, doubled or grows."""

import os
from collections import Counter

import pytest

from app.digests import batch
from app.digests.models import Run
from dev.bench import digests
from dev.bench.digests import answer
from dev.weeks.clinic import week
from dev.weeks.course import memory
from dev.weeks.told import Told, mails_of, told
from tenants.db import db, transaction
from tenants.scope import Audience, Scope

GOOD = Told(due=9, kept=9, twice=0, unknown=1, unasked=0)
FIGURES = {"per_digest": 1.1, "memory": 1.2, "kills": 1, "set_over_one_by_one": 0.5}


def test_a_worker_dies_halfway_and_each_digest_is_delivered_once(monkeypatch):
    monkeypatch.setattr(digests, "QUICK", (90, 30))
    found = digests.measure(quick=True)
    figures = found["figures"]
    assert figures.keys() == found["bars"].keys() == {*FIGURES, "doubles", "lost", "unknown"}
    assert (figures["doubles"], figures["lost"], figures["kills"]) == (0, 0, 1) and figures["unknown"] <= 1
    assert all(figures[ratio] > 0 for ratio in ("per_digest", "memory", "set_over_one_by_one"))
    assert found["name"] == "digests" and found["rounds"]


@pytest.mark.parametrize("bad", [{"kept": 8}, {"twice": 1}, {"unknown": 2}, {"unasked": 1}, {"due": 0, "kept": 0}])
def test_a_loss_a_double_or_too_much_unknown_is_not_ok(bad):
    assert answer(FIGURES, GOOD, (2, 1))["ok"]
    assert not answer(FIGURES, Told(**vars(GOOD) | bad), (2, 1))["ok"]


@pytest.mark.parametrize("bad", [{"per_digest": 1.2}, {"memory": 1.3}, {"kills": 0}, {"set_over_one_by_one": 0.6}])
def test_what_grows_or_was_not_tried_is_not_ok(bad):
    assert not answer(FIGURES | bad, GOOD, (2, 1))["ok"]


@pytest.mark.parametrize("ignored", [False, True])
def test_two_for_one_person_and_week_are_seen_where_the_key_is_ignored(app, servers, ignored):
    """The second one would wait for another day: here, every mail there is has arrived."""
    with servers.admin("withkin") as admin:
        due = week(app, admin, "weekly", 3)
        if ignored:
            admin.execute("alter table digest drop constraint uq_digest_clinic_id_kind_period_caregiver_id")
        with transaction(Scope(due.site.id, Audience.STAFF)) as scope:
            run = Run(kind="home", period=due.period, due_at=scope.now)
            db.session.add(run)
            for _ in range(2):
                batch.make(due.site, run, list(due.people))
        mails = mails_of(admin, [due.site.id])
    count = told(due.people, mails, Counter(mail.delivery for mail in mails))
    assert count.twice == (3 if ignored else 0)


def test_those_with_nothing_to_read_are_not_due_and_some_addresses_nobody_has(app, servers):
    with servers.admin("withkin") as admin:
        due = week(app, admin, "weekly", 5, quiet=2, nobody=2)
        row = admin.execute("select count(*) from caregiver where clinic_id = %s", (due.site.id,)).fetchone()
    assert row == (7,)
    assert sorted(address.partition("@")[0] for address in due.people.values()) == [
        "parent-0", "parent-1", "parent-3", "refuse-rcpt-2", "refuse-rcpt-4",
    ]  # fmt: skip


def test_the_memory_of_a_process_is_read_and_of_one_that_ended_is_none():
    assert memory(os.getpid()) > 0 and memory(0) == 0
