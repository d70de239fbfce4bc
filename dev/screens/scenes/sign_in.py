"""How staff sign in: passwords by link, the second step and losing it, being asked again, devices."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

import pyotp

from app.people import links, losing, second_step
from app.people.models import Device, StaffLogin
from app.people.new_address import NewAddress
from dev.demo_clinics import PASSWORD
from dev.screens.scene import Scene
from dev.screens.visitor import Visitor
from tenants.db import db, transaction
from tenants.scope import Audience


@contextmanager
def inside(they: Visitor, key: str, audience: Audience = Audience.DOOR) -> Iterator[UUID]:
    """Work in the visitor's clinic about one of its staff: the person's id."""
    with they.site.app.test_request_context():
        scope = they.site.scope(they.clinic)
        with transaction(scope):
            staff = db.session.scalars(db.select(StaffLogin.staff_id).where(StaffLogin.address.like(f"{key}@%"))).one()
        with transaction(replace(scope, audience=audience)):
            yield staff


def link(they: Visitor, purpose: str, address: str = "") -> str:
    """A token that no mail carried. `address`: what it would change the address to. Who is to join signs in by nothing else."""
    with inside(they, "mills" if purpose == "join" else "reyes", Audience.STAFF) as staff:
        row = links.new_link(purpose, staff=staff)
        db.session.flush()
        token = links.token(row.id, purpose, row.clinic_id)
    if address:
        with inside(they, "reyes"):
            db.session.add(NewAddress(staff_id=staff, link_id=row.id, address=address, address_key=address))
    return token


def chosen(they: Visitor, password: str) -> None:
    they.open(f"/staff/password/{link(they, 'password')}")
    they.fill("New password", password)
    they.tap("Set the password")


def asked_for(they: Visitor) -> None:
    they.open("/staff/password")
    they.fill("Your e-mail address", "reyes@harbour.example")
    they.tap("Send me a link")


def half_way(they: Visitor) -> None:
    """Dr Reyes has a second step, and has given her password."""
    with inside(they, "reyes") as staff:
        if not second_step.is_on(staff):
            second_step.turn_on(staff, pyotp.random_base32(), 0)
    they.open("/staff/sign-in")
    they.fill("E-mail address", "reyes@harbour.example")
    they.fill("Password", PASSWORD)
    they.tap("Sign in")


def wrong_code(they: Visitor) -> None:
    half_way(they)
    they.fill("Code from your phone", "000000")
    they.tap("Sign in")


def lost(they: Visitor, asks: bool) -> None:
    half_way(they)
    they.tap("I have lost my phone and my codes")
    if asks:
        they.tap("Ask for this")


def colleague_lost(they: Visitor) -> None:
    with inside(they, "reyes") as staff:
        losing.report(staff)
    they.open("/staff/lost")


def set_up(they: Visitor, right: bool) -> None:
    they.open("/staff/second-step")
    seed = re.sub(r"\s", "", they.page.locator("code.key").inner_text())
    they.fill("Six digits", pyotp.TOTP(seed).now() if right else "000000")
    they.tap("Turn it on")


def asked_again(they: Visitor, wrong: bool) -> None:
    with inside(they, "okafor") as staff:
        db.session.execute(db.update(Device).where(Device.staff_id == staff).values(sure_at=None))
    they.open("/staff/second-step")
    if wrong:
        they.fill("Your password", "not the right one")
        if they.page.locator("#sure_code").count():
            they.fill("Code from your phone", "000000")
        they.tap("Go on")


def not_changed(they: Visitor) -> None:
    they.open("/staff/you/password")
    they.fill("The password you have now", "not the right one")
    they.fill("New password", "short")
    they.tap("Change the password")


def not_moved(they: Visitor) -> None:
    they.open("/staff/you/address")
    they.fill("New e-mail address", "ada at home")
    they.fill("Your password", PASSWORD)
    they.tap("Send a mail there")


SCENES = (
    Scene("sign-in", "password forgotten", "door", "passwords.forgotten", lambda they: they.open("/staff/password")),
    Scene("sign-in", "password forgotten, asked", "door", "passwords.asked", asked_for),
    Scene("sign-in", "password by a link", "door", "passwords.show", lambda they: they.open(f"/staff/password/{link(they, 'join')}")),
    Scene("sign-in", "password by a link, easy to guess", "door", "passwords.set_by_link", lambda they: chosen(they, "passwordpassword"), 422),
    Scene("sign-in", "password link used", "door", "passwords.show", lambda they: they.open("/staff/password/abc"), 404),
    Scene("sign-in", "address link", "door", "new_address.show_link", lambda they: they.open(f"/staff/address/{link(they, 'address', 'a@b.example')}")),
    Scene("sign-in", "address link used", "door", "new_address.show_link", lambda they: they.open("/staff/address/abc"), 404),
    Scene("sign-in", "code", "door", "people.ask_code", half_way),
    Scene("sign-in", "code wrong", "door", "people.enter_code", wrong_code, 422),
    Scene("sign-in", "phone lost", "door", "people.ask_lost", lambda they: lost(they, False)),
    Scene("sign-in", "phone lost, asked", "door", "people.ask_lost", lambda they: lost(they, True)),
    Scene("sign-in", "a colleague's phone lost", "olga", "lost.listed", colleague_lost),
    Scene("sign-in", "you, first device", "meadow's okafor", "account.you", lambda they: they.open("/staff/you")),
    Scene("sign-in", "second device", "meadow's okafor, elsewhere", "account.you", lambda they: they.open("/staff/you")),
    Scene("sign-in", "second device, refused", "meadow's okafor, elsewhere", "new_address.show", lambda they: they.open("/staff/you/address"), 403),
    Scene("sign-in", "you, a new device", "meadow's okafor", "account.you", lambda they: they.open("/staff/you")),
    Scene("sign-in", "own password", "meadow's okafor", "account.ask_password", lambda they: they.open("/staff/you/password")),
    Scene("sign-in", "own password refused", "meadow's okafor", "account.change_password", not_changed, 422),
    Scene("sign-in", "own address", "meadow's okafor", "new_address.show", lambda they: they.open("/staff/you/address")),
    Scene("sign-in", "own address refused", "meadow's okafor", "new_address.ask", not_moved, 422),
    Scene("sign-in", "second step, set up", "meadow's okafor", "second_step.show", lambda they: they.open("/staff/second-step")),
    Scene("sign-in", "second step, wrong code", "meadow's okafor", "second_step.confirm", lambda they: set_up(they, False), 422),
    Scene("sign-in", "second step, codes", "meadow's okafor", "second_step.confirm", lambda they: set_up(they, True)),
    Scene("sign-in", "second step, on", "meadow's okafor", "second_step.show", lambda they: they.open("/staff/second-step")),
    Scene("sign-in", "is it still you", "meadow's okafor", "second_step.show", lambda they: asked_again(they, False), 401),
    Scene("sign-in", "is it still you, wrong", "meadow's okafor", "sure.go_on", lambda they: asked_again(they, True), 401),
)  # fmt: skip
