"""The door. A route without an access decision does not exist; a view never meets a bare id."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import wraps
from typing import Any, Self
from uuid import UUID

from flask import Blueprint, abort, current_app, g, request
from flask.typing import ResponseReturnValue

from app.permissions import Permission, who_may
from app.web.paid import lets, must_let
from app.web.person import Person, signed_in
from app.web.refusals import InQuestion, NobodyReads, OnlyOnePage, SecondStepFirst, SignedOut, Unsure
from tenants.db import transaction
from tenants.plans import Level
from tenants.scope import Audience, Scope

Loader = Callable[[Person, UUID], object | None]
LOADERS: dict[tuple[Audience, str], Loader] = {}


def loads(audience: Audience, noun: str) -> Callable[[Loader], Loader]:
    """Registers how `<uuid:noun>` becomes an object, reached through the signed-in person. None: it isn't here."""

    def register(loader: Loader) -> Loader:
        LOADERS[audience, noun] = loader
        return loader

    return register


class Access:
    """Who may pass, and which objects the ids of the address become."""

    says = "anyone"

    @contextmanager
    def opened(self) -> Iterator[Person | None]:
        """The scope the view runs in, committed at its end, rolled back when anything is raised."""
        yield None

    def admit(self, person: Person | None, ids: dict[str, Any]) -> dict[str, Any]:
        return ids


class Anyone(Access):
    """The apex's pages and what every host serves. Nothing is open but what the view opens itself, and nobody is asked for."""


class AtTheDoor(Access):
    """A clinic's host, before anybody is known: the `door` login, which reads no word anyone wrote."""

    says = "anyone on the clinic's host"

    @contextmanager
    def opened(self) -> Iterator[Person | None]:
        person = signed_in()
        with transaction(Scope(g.clinic.id, Audience.DOOR)):
            yield person


class SignedIn(Access):
    """A signed-in person of one kind, with a permission if one is named; objects are loaded through the person."""

    audience: Audience
    own_credentials = False
    beyond_question = False
    takes = Level.NOTHING
    """What the clinic must have paid for, for a form to be taken."""

    def __init__(self, permission: Permission | None = None, *nouns: str, **others: str):
        self.permission, self.nouns = permission, dict.fromkeys(nouns, "") | others

    @property
    def says(self) -> str:  # type: ignore[override]
        who = "caregiver" if self.audience is Audience.FAMILY else "staff"
        may = f" who may {self.permission} ({', '.join(who_may(self.permission))})" if self.permission else ""
        nouns = "".join(f", own {noun}" for noun in self.nouns)
        return ", ".join([f"{who}{may}{nouns}", *(words for words, holds in self.narrowings().items() if holds)])

    def narrowings(self) -> dict[str, bool]:
        """What narrows it, in words, and whether it does."""
        return {
            "at the door's login": self.own_credentials,
            "not on a device in question": self.beyond_question,
            "while somebody can answer": self.takes is Level.ANSWER,
        }

    def at_the_door(self) -> Self:
        """The view works on the person's own credentials, at the `door` login."""
        return self.but(own_credentials=True)

    def on_own_device(self) -> Self:
        """Shut on a device that is new beside one the person had, until it counts as theirs."""
        return self.but(beyond_question=True)

    def but(self, **changes: bool | Level) -> Self:
        narrowed = copy(self)
        vars(narrowed).update(changes)
        return narrowed

    def check(self, person: Person) -> None:
        """What else must hold before the scope for the work opens. Raises."""
        if self.beyond_question and person.proof.in_question:
            raise InQuestion(self.audience is Audience.FAMILY)

    def paid(self) -> None:
        """Raises NotPaid or NobodyReads."""

    def scope(self, person: Person) -> Scope:
        return person.at_the_door() if self.own_credentials else person.scope()

    @contextmanager
    def opened(self) -> Iterator[Person | None]:
        person = signed_in()
        if person is None or person.audience is not self.audience:
            raise SignedOut(self.audience)
        if self.permission and not person.may(self.permission):
            abort(403)
        self.check(person)
        self.paid()
        with transaction(self.scope(person)):
            yield person

    def admit(self, person: Person | None, ids: dict[str, Any]) -> dict[str, Any]:
        assert person is not None
        found = {noun: LOADERS[self.audience, noun](person, ids[named or noun]) for noun, named in self.nouns.items()}
        if any(thing is None for thing in found.values()):
            abort(404)
        return {name: id for name, id in ids.items() if name not in self.nouns.values()} | found

    @classmethod
    def any(cls) -> Self:
        return cls()

    @classmethod
    def of(cls, *nouns: str, **others: str) -> Self:
        """Each noun names an id of the address and the loader that reaches it; `case="child"`: the id `child`, by the
        loader of cases."""
        return cls(None, *nouns, **others)


class Caregiver(SignedIn):
    """`Caregiver.of("device").on_own_device()`: what follows a dot narrows what stands before it."""

    audience = Audience.FAMILY
    by_notice = False

    def to_be_read(self) -> Self:
        """A box, or what is written into it: shut, the page too, where nobody at the clinic can answer any more."""
        return self.but(takes=Level.ANSWER)

    def paid(self) -> None:
        if not lets(self.takes):
            raise NobodyReads

    def also_by_notice(self) -> Self:
        """Open, too, where a digest's mail let her in on a browser that is not hers."""
        return self.but(by_notice=True)

    def narrowings(self) -> dict[str, bool]:
        return super().narrowings() | {"also by a digest's mail alone": self.by_notice}

    def check(self, person: Person) -> None:
        if person.only and not self.by_notice:
            raise OnlyOnePage(person.only)
        super().check(person)


class Staff(SignedIn):
    """`Staff.may(Permission.RUN_CLINIC, "member").sure()`: what follows a dot narrows what stands before it."""

    audience = Audience.STAFF
    takes = Level.WORK
    asks_again = False
    second_step_first = True

    def always(self) -> "Staff":
        """Taken whatever is paid: safety, a way in or out, one's own sign-in, what only looks (must 29)."""
        return self.but(takes=Level.NOTHING)

    def answers(self) -> "Staff":
        """What answering families takes."""
        return self.but(takes=Level.ANSWER)

    def grows(self) -> "Staff":
        """A new family, or a new person."""
        return self.but(takes=Level.GROW)

    def paid(self) -> None:
        if request.method == "POST":
            must_let(self.takes)

    @classmethod
    def may(cls, permission: Permission, *nouns: str, **others: str) -> "Staff":
        return cls(permission, *nouns, **others)

    def sure(self) -> "Staff":
        """The device must have given the password, and the code where there is one, within the last ten minutes."""
        return self.but(asks_again=True)

    def without_second_step(self) -> "Staff":
        """Open, too, when the second step should be set up by now: where that is done."""
        return self.but(second_step_first=False)

    def narrowings(self) -> dict[str, bool]:
        return (
            {"also before a second step is set up": not self.second_step_first}
            | super().narrowings()
            | {
                "with the password of the last 10 minutes": self.asks_again,
                "whatever is paid": self.takes is Level.NOTHING,
                "while people may be added": self.takes is Level.GROW,
            }
        )

    def check(self, person: Person) -> None:
        if self.second_step_first and person.proof.overdue:
            raise SecondStepFirst
        super().check(person)
        if self.asks_again and not current_app.extensions["is_sure"](person):
            raise Unsure


class Portal(Blueprint):
    """A blueprint whose routes all say who may enter: `@portal.get("/updates/<uuid:update>", access=Caregiver.of("update"))`."""

    def __init__(self, name: str, import_name: str, host: str = "clinic"):
        super().__init__(name, import_name, subdomain=host)

    def route(  # type: ignore[override]
        self, rule: str, *, access: Access, **options: Any
    ) -> Callable[[Any], Any]:
        def register(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
            @wraps(view)
            def door(**ids: Any) -> ResponseReturnValue:
                with access.opened() as person:
                    return view(**access.admit(person, ids))

            door.access = access  # type: ignore[attr-defined]
            self.add_url_rule(rule, endpoint=options.pop("endpoint", None), view_func=door, **options)
            return view

        return register
