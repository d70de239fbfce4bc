"""The scheduler: what is due and was lost is found; of two, one leads."""

from datetime import timedelta

from app import schedule
from app.jobs import done, due, queue, seen
from app.mail.sweeping import sweep_mail
from app.schedule import leads
from tenants.db import transaction


def test_what_no_queue_carried_is_found_by_the_sweep(app, harbour):
    with transaction(harbour.jobs()):
        due("mail")
    queue(sweep_mail.queue).empty()
    schedule.sweep()
    jobs = queue(sweep_mail.queue).get_jobs()
    assert ["sweep_mail", str(harbour.clinic)] in [job.args for job in jobs]


def test_a_kind_of_work_that_newer_code_wrote_stops_nothing(app, harbour):
    with transaction(harbour.jobs()):
        due("of-tomorrow")
        due("mail")
    assert schedule.sweep() >= 1
    assert any("sweep_mail" in job.args for job in queue(sweep_mail.queue).get_jobs())


def test_of_two_schedulers_one_leads_until_its_lease_is_over(app):
    assert leads("one", 60) and leads("one", 60)
    assert not leads("other", 60)
    assert leads("one", -1)
    assert leads("other", 60)


def test_what_becomes_due_while_its_kind_is_worked_at_stays(app, harbour):
    """Though it names an earlier moment: its transaction began first and ended last."""
    with transaction(harbour.jobs()) as begun:
        rows = seen("mail")
    with transaction(harbour.jobs()):
        due("mail", begun.now - timedelta(seconds=5))
    with transaction(harbour.jobs()):
        done(rows)
        assert len(seen("mail")) == 1
