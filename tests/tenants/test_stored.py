"""`stored`: what was there before is met quietly; any other violation is a fault and is raised."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.people.models import CaregiverAddress
from tenants.db import db, new_id, stored, transaction


def address(caregiver, key):
    return CaregiverAddress(caregiver_id=caregiver, address="a@b.example", address_key=key, safe=True)


def test_it_says_whether_it_was_stored_and_the_transaction_goes_on(harbour):
    taken = "uq_caregiver_address_clinic_id_caregiver_id"
    with transaction(harbour.jobs()):
        before = db.session.scalar(db.select(db.func.count()).select_from(CaregiverAddress))
        assert not stored(taken, lambda: db.session.add(address(harbour.people["dana"], "new")))
        assert db.session.scalar(db.select(db.func.count()).select_from(CaregiverAddress)) == before


def test_another_violation_is_raised(harbour):
    with transaction(harbour.jobs()):
        for caregiver in (harbour.people["dana"], new_id()):
            with pytest.raises(IntegrityError):
                stored("pk_caregiver_address", lambda caregiver=caregiver: db.session.add(address(caregiver, "new")))
        db.session.rollback()
