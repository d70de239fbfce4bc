"""One mail on its way: what a server says to it, what a worker's end leaves, and what the sweep makes of that."""

import pytest

from app.families.inviting import invite
from app.jobs import QUEUES, queue
from app.mail import sending, sweeping
from app.mail.models import Delivery
from app.mail.sending import to_be_sent
from app.mail.sweeping import SWEEPS_FOR, sweep_mail
from app.people.models import CaregiverAddress
from tenants.db import db, transaction
from tests.world import part

DANA, CHRIS = "dana@harbour.example", "chris@harbour.example"


@pytest.fixture
def later(servers):
    """Makes the next try of every mail come."""

    def pass_time() -> None:
        with servers.admin("withkin") as admin:
            admin.execute("update delivery set next_try_at = now() - interval '1 second' where ended_at is null")
            admin.execute("update due set at = now() - interval '1 second'")

    return pass_time


def invited(house, *people):
    """The deliveries of their invitations, which are queued."""
    with transaction(house.staff()):
        links = [invite(part(house, person), True).id for person in people]
        return list(db.session.scalars(db.select(Delivery.id).where(Delivery.link_id.in_(links)).order_by(Delivery.id)))


def states(house, *deliveries):
    with transaction(house.jobs()):
        found = dict(db.session.execute(db.select(Delivery.id, Delivery.state)).all())
    return [found[each] for each in deliveries]


def arrived(outbox, delivery):
    return sum(mail["message_id"].startswith(f"<{delivery}.") for mail in outbox.mails())


def bounced(house, person):
    with transaction(house.jobs()):
        hers = CaregiverAddress.caregiver_id == house.people[person]
        return db.session.scalar(db.select(CaregiverAddress.bounced_at).where(hers)) is not None


def limited(house, delivery, seconds):
    """Its job again, with so many seconds to live."""
    queue("mail").empty()
    queue("mail").enqueue("app.jobs.run", "send_mail", str(house.clinic), str(delivery), job_timeout=seconds)


def test_what_a_server_says_to_the_good_bye_sends_nothing_twice(harbour, work, outbox_now, later):
    (mail,) = invited(harbour, "dana")
    outbox_now.behave(hang_up=True)
    work()
    assert states(harbour, mail) == ["sent"]
    later()
    sweep_mail(harbour.clinic)
    assert arrived(outbox_now, mail) == 1


def test_a_no_to_our_own_address_says_nothing_about_hers(harbour, work, outbox_now, later):
    (mail,) = invited(harbour, "dana")
    outbox_now.behave(turn_away=True)
    work()
    assert states(harbour, mail) == ["queued"]
    assert not bounced(harbour, "dana")
    outbox_now.behave()
    later()
    sweep_mail(harbour.clinic)
    assert states(harbour, mail) == ["sent"]


def test_a_no_to_her_address_ends_the_mail_and_marks_the_address(harbour, work, outbox_now):
    with transaction(harbour.jobs()):
        hers = CaregiverAddress.caregiver_id == harbour.people["dana"]
        db.session.execute(db.update(CaregiverAddress).where(hers).values(address="refuse-rcpt@harbour.example"))
    (mail,) = invited(harbour, "dana")
    work()
    assert states(harbour, mail) == ["refused"]
    assert bounced(harbour, "dana")


@pytest.mark.parametrize(("slow", "state"), [("delay_welcome", "queued"), ("delay", "unknown")])
def test_a_job_that_runs_out_of_time_leaves_no_mail_with_nobody(harbour, work, outbox_now, slow, state):
    (mail,) = invited(harbour, "dana")
    limited(harbour, mail, 1)
    outbox_now.behave(**{slow: 3})
    work()
    assert states(harbour, mail) == [state]
    assert arrived(outbox_now, mail) == 0


def test_a_sweep_ends_in_time_and_the_next_one_goes_on(harbour, outbox_now, later, monkeypatch):
    mails = invited(harbour, "dana", "chris", "rosa")
    queue("mail").empty()
    clock = iter((0.0, 0.0, SWEEPS_FOR, SWEEPS_FOR + 1, 30.0, 30.0))  # when it begins, then before each mail
    monkeypatch.setattr(sweeping, "monotonic", lambda: next(clock))
    later()
    sweep_mail(harbour.clinic)
    assert states(harbour, *mails) == ["sent", "sent", "queued"]
    assert [job.args[0] for job in queue("digests").jobs] == ["sweep_mail"], "at once, not a minute later"
    sweep_mail(harbour.clinic)
    assert states(harbour, *mails) == ["sent", "sent", "sent"]


def test_a_mail_that_somebody_waits_for_goes_before_the_sweeps():
    assert QUEUES.index(sending.send_mail.queue) < QUEUES.index(sweep_mail.queue)


def test_a_mail_that_cannot_be_built_holds_up_no_other(harbour, outbox_now, later):
    with transaction(harbour.jobs()):
        to_be_sent("no-such-kind", caregiver=harbour.people["dana"])
    (mail,) = invited(harbour, "chris")
    queue("mail").empty()
    later()
    sweep_mail(harbour.clinic)
    assert states(harbour, mail) == ["sent"]


def test_a_mail_that_kills_its_worker_each_time_is_dropped_in_the_end(harbour, later):
    (mail,) = invited(harbour, "dana")
    queue("mail").empty()
    with transaction(harbour.jobs()):
        db.session.execute(db.update(Delivery).where(Delivery.id == mail).values(state="claimed", tries=sending.TRIES))
    later()
    sweep_mail(harbour.clinic)
    assert states(harbour, mail) == ["dropped"]
