"""The scheduler: what is due and was lost is found; of two, one leads."""

from datetime import timedelta

import pytest

from app import schedule
from app.jobs import JOBS, clinic_job, done, due, queue, seen
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


@pytest.fixture
def looked(app):
    """A job for whatever a clinic has; the first time it works, something more comes."""
    clinics = []

    @clinic_job("slow")
    def look(clinic):
        clinics.append(clinic)
        if len(clinics) == 1:
            look.enqueue([str(clinic)])

    yield look, clinics
    del JOBS[look.name]


def test_a_job_for_what_a_clinic_has_waits_once_and_what_comes_while_it_works_is_taken_up(
    harbour, meadow, looked, work
):
    """Every sweep of a busy hour put one more behind those that waited already."""
    look, clinics = looked
    for house in (harbour, meadow, harbour, harbour):
        look.enqueue([str(house.clinic)])
    assert len(queue(look.queue).get_jobs()) == 2
    work()
    assert clinics == [harbour.clinic, meadow.clinic, harbour.clinic]
