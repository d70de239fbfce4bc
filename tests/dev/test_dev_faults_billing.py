"""`./bin/faults billing`: webhooks while web, worker and queue die."""

from dev.faults.billing import measure


def test_what_was_answered_is_kept_and_worked_at_and_each_clinic_stands_as_at_stripe():
    found = measure(quick=True)
    assert found["ok"], found
