"""The tables that belong to no clinic: they hold no health data, and of people only what a clinic itself tells everybody."""

from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Uuid, false, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants import scope as scopes
from tenants.db import Moment, db, new_id, timed_id
from tenants.plans import Paid


class Clinic(db.Model):  # type: ignore[name-defined,misc]
    """The tenant. Its people never meet another's; the same e-mail at two clinics is two people."""

    __tablename__ = "clinic"
    __table_args__ = (
        CheckConstraint("subdomain ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' and length(subdomain) >= 3", name="subdomain"),
        CheckConstraint("reply_days between 1 and 14", name="reply_days"),
        CheckConstraint("safety_hours between 1 and 24", name="safety_hours"),
        CheckConstraint("alerts_a_week between 1 and 20", name="alerts_a_week"),
        CheckConstraint("answers_on ~ '^[1-7]{1,7}$'", name="answers_on"),
        CheckConstraint(
            "(answers_on is null) = (answers_from is null) and (answers_on is null) = (answers_until is null) "
            "and answers_from >= 0 and answers_from < answers_until and answers_until <= 1440",
            name="hours",
        ),
        CheckConstraint("(cover_name is null) = (cover_phone is null)", name="cover"),
        CheckConstraint("quiet_days between 7 and 60", name="quiet_days"),
        CheckConstraint("steady_weeks between 2 and 12", name="steady_weeks"),
        CheckConstraint("unopened_days between 2 and 30", name="unopened_days"),
        CheckConstraint("early_weeks between 1 and 8", name="early_weeks"),
        CheckConstraint("brand ~ '^#[0-9a-f]{6}$'", name="brand"),
        CheckConstraint("digest_day between 1 and 7 and digest_minute between 0 and 1439", name="digests"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    subdomain: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(20))
    """Neutral and without a clinical word: what a phone shows (must 12)."""
    time_zone: Mapped[str] = mapped_column(String(60))
    country: Mapped[str] = mapped_column(String(2))
    """ISO 3166-1, two letters."""
    locale: Mapped[str] = mapped_column(String(10), default="en")
    crisis_lines: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    """[{"label", "number"}], the clinic's own, shown before every box one can write in (must 9)."""
    reply_days: Mapped[int] = mapped_column(default=2)
    """The usual reply time that caregivers read, in the clinic's working days."""
    safety_hours: Mapped[int] = mapped_column(default=4, server_default="4")
    alerts_a_week: Mapped[int] = mapped_column(default=5, server_default="5")
    """After so many hours a worry about safety that nobody took on goes on to a supervisor (must 10)."""
    answers_on: Mapped[str | None] = mapped_column(String(7))
    """The weekdays on which somebody usually answers, as ISO numbers in order: "12345". None: the clinic has not said."""
    answers_from: Mapped[int | None]
    answers_until: Mapped[int | None]
    """Minutes since midnight in the clinic's zone, on each of those days."""
    cover_name: Mapped[str | None] = mapped_column(String(80))
    cover_phone: Mapped[str | None] = mapped_column(String(30))
    """The colleague whom families of a clinic of one may call; the clinic shows both to all of them."""
    brand: Mapped[str | None] = mapped_column(String(7))
    """"#rrggbb", dark enough for the text beside it (`app.web.colour`); None: our own petrol."""
    logo: Mapped[str | None] = mapped_column(String(40))
    """Where the logo is served: "<digest>-<width>x<height>", in CSS pixels."""
    quiet_days: Mapped[int] = mapped_column(SmallInteger, default=14, server_default="14")
    steady_weeks: Mapped[int] = mapped_column(SmallInteger, default=4, server_default="4")
    """Engagement: silence for so many days after so many weeks with something."""
    unopened_days: Mapped[int] = mapped_column(SmallInteger, default=7, server_default="7")
    early_weeks: Mapped[int] = mapped_column(SmallInteger, default=3, server_default="3")
    """Before that it is too early to say."""
    digest_day: Mapped[int] = mapped_column(SmallInteger, default=5, server_default="5")
    digest_minute: Mapped[int] = mapped_column(SmallInteger, default=960, server_default="960")
    """When the week at home goes: the ISO weekday, and minutes since midnight in the clinic's zone."""
    digests_from: Mapped[datetime] = mapped_column(Moment, default=lambda: scopes.current().now)
    """When that was chosen: what would have been due before then is not."""
    made_at: Mapped[datetime] = mapped_column(Moment, default=lambda: scopes.current().now)
    lines_confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    reply_confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    texts_confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the owner had confirmed both, crisis lines and reply time. Before that no invitation leaves."""


class Plan(db.Model):  # type: ignore[name-defined,misc]
    """What a clinic pays: as Stripe said last, and what we know besides. One row a clinic; `tenants.plans` says what follows."""

    __tablename__ = "plan"
    __table_args__ = (CheckConstraint("length(farewell) <= 1000", name="farewell"),)

    clinic_id: Mapped[UUID] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    trial_until: Mapped[datetime] = mapped_column(Moment)
    free: Mapped[bool] = mapped_column(default=False, server_default=false())
    customer_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Stripe's: it alone says whose an event is (rule S7)."""
    subscription_id: Mapped[str | None] = mapped_column(String(80))
    item_id: Mapped[str | None] = mapped_column(String(80))
    name: Mapped[str | None] = mapped_column(String(20))
    """Which plan: solo, practice or clinic."""
    status: Mapped[str | None] = mapped_column(String(30))
    seats: Mapped[int | None]
    """As Stripe counts them."""
    late_since: Mapped[datetime | None] = mapped_column(Moment)
    ends_at: Mapped[datetime | None] = mapped_column(Moment)
    period_until: Mapped[datetime | None] = mapped_column(Moment)
    wanted: Mapped[int | None]
    """The seats we last asked for, and how often we have: together they name a change, so that it is made once."""
    turn: Mapped[int] = mapped_column(default=0, server_default="0")
    looks: Mapped[int] = mapped_column(default=0, server_default="0")
    looked: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often we have begun to ask Stripe, and which of these answers stands here: an older one never replaces a newer."""
    farewell: Mapped[str | None] = mapped_column(String(1000))
    """What the owner tells families before nobody reads here any more."""
    told: Mapped[int | None] = mapped_column(SmallInteger)
    """How many days ahead families were mailed that last."""
    told_of: Mapped[datetime | None] = mapped_column(Moment)
    """Of which moment that spoke."""
    reminded: Mapped[str | None] = mapped_column(String(40))
    """Of which end the owners were mailed last."""

    @property
    def paid(self) -> Paid:
        return Paid(**{each.name: getattr(self, each.name) for each in fields(Paid)})


class StripeEvent(db.Model):  # type: ignore[name-defined,misc]
    """An event we were sent, by Stripe's own id, before anything is done about it: a replay meets the key (trust.md)."""

    __tablename__ = "stripe_event"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'done', 'ignored', 'foreign')", name="state"),
        Index("ix_stripe_event_waiting", "clinic_id", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    clinic_id: Mapped[UUID | None] = mapped_column(ForeignKey("clinic.id"))
    """By our own directory of customers; None: nobody's here."""
    kind: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment, default=lambda: scopes.current().now)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class UsedSubdomain(db.Model):  # type: ignore[name-defined,misc]
    """An address once used is never given to another clinic, and leads to its own for ever."""

    __tablename__ = "used_subdomain"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    clinic_id: Mapped[UUID] = mapped_column(ForeignKey("clinic.id"))


class OwnerAddress(db.Model):  # type: ignore[name-defined,misc]
    """Which clinic an owner's address belongs to, by a keyed hash: sign-up asks before any clinic is known (rule S7)."""

    __tablename__ = "owner_address"

    address_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    clinic_id: Mapped[UUID] = mapped_column(ForeignKey("clinic.id"), primary_key=True)


class Due(db.Model):  # type: ignore[name-defined,misc]
    """Work that a clinic has waiting from a moment on. Inserted beside the row it is for; the sweep finds it (rule S5)."""

    __tablename__ = "due"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=timed_id)
    clinic_id: Mapped[UUID] = mapped_column(ForeignKey("clinic.id"), default=lambda: scopes.current().clinic)
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(Moment, index=True, default=lambda: scopes.current().now)


class Lease(db.Model):  # type: ignore[name-defined,misc]
    """Who leads a task that only one process may do, until when. Safe when started twice."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)


UNSCOPED = frozenset(
    {"clinic", "plan", "stripe_event", "used_subdomain", "owner_address", "due", "lease", "alembic_version"}
)
"""The allow-list of rule R1."""
