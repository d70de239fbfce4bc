"""Credentials are the door's alone: what each login may do with them, written by hand."""

from tests.raw import columns

TABLES = {
    "guess",
    "staff_totp",
    "recovery_code",
    "lost_phone",
    "lost_phone_yes",
    "new_address",
    "staff_login",
    "device",
}
STAFF_READS = {
    "device": "asked caregiver_id denied_at entered_at kind made_at seen_at staff_id sure_at until",
    "lost_phone": "at done_at refused_at refused_by staff_id",
    "lost_phone_yes": "about_id at lost_id staff_id",
    "new_address": "address address_key before link_id staff_id",
    "recovery_code": "staff_id used_at",
    "staff_login": "address address_key confirmed_at second_step_by staff_id",
}
"""Beside `clinic_id` and `id`. Not here: a seed, a hash, a nonce."""
STAFF_CHANGES = {
    "device": "nonce_hash until sure_at",
    "lost_phone": "refused_at refused_by",
    "new_address": "before",
    "staff_login": "address address_key",
}
DOOR_CHANGES = {
    "device": "nonce_hash entered_at until seen_at sure_at asked denied_at digest_id",
    "guess": "since tries",
    "lost_phone": "refused_at refused_by done_at",
    "recovery_code": "used_at",
    "staff_login": "confirmed_at password_hash second_step_by address address_key",
    "staff_totp": "last_step seed",
}


def of_sign_in(admin, login, verb):
    return {table: names for table, names in columns(admin, login, verb).items() if table in TABLES}


def test_staff_read_no_secret_and_change_little(app, servers):
    with servers.admin("withkin") as admin:
        read = {table: {"clinic_id", "id", *names.split()} for table, names in STAFF_READS.items()}
        assert of_sign_in(admin, "staff", "SELECT") == read
        assert of_sign_in(admin, "staff", "UPDATE") == {
            table: set(names.split()) for table, names in STAFF_CHANGES.items()
        }
        assert set(of_sign_in(admin, "staff", "INSERT")) == {"lost_phone_yes", "staff_login"}


def test_the_door_changes_this_and_no_more(app, servers):
    with servers.admin("withkin") as admin:
        assert of_sign_in(admin, "door", "UPDATE") == {
            table: set(names.split()) for table, names in DOOR_CHANGES.items()
        }
        assert "address" not in columns(admin, "door", "SELECT")["staff_login"]


def test_nobody_else_has_to_do_with_it(app, servers):
    with servers.admin("withkin") as admin:
        for login in ("family", "system", "janitor"):
            for verb in ("SELECT", "INSERT", "UPDATE"):
                found = set(of_sign_in(admin, login, verb))
                assert found <= (
                    {"device"} if login == "family" else {"staff_login"} if login == "system" else set()
                ), login
