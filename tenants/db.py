"""The database, seen through a scope: the right login, the scope pinned to its transaction, `clinic_id` bound in each query."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

import uuid_utils.compat as uuid_utils
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    DateTime,
    Delete,
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    Insert,
    MetaData,
    Update,
    Uuid,
    event,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    Mapped,
    ORMExecuteState,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)

from tenants import scope as scopes
from tenants.scope import Scope, clinic_scope

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class TenantSession(Session):
    """Chooses the login by the scope's audience, and refuses to work outside a scope."""

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kwargs: Any) -> Engine | Connection:
        return bind or db.engines[scopes.current().audience]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, session_options={"class_": TenantSession, "expire_on_commit": False})
scopes.at_end.append(db.session.remove)


Moment = DateTime(timezone=True)


def belongs_to(
    table: str, *columns: str, to: tuple[str, ...] = ("id",), on_delete: str = "RESTRICT"
) -> ForeignKeyConstraint:
    """A foreign key that pairs `clinic_id` with `clinic_id`, so that no row can point across clinics (rule R3)."""
    return ForeignKeyConstraint(
        ["clinic_id", *columns], [f"{table}.clinic_id", *(f"{table}.{column}" for column in to)], ondelete=on_delete
    )


def new_id() -> UUID:
    """For every row a caregiver may ever meet: a uuidv7 would tell the millisecond."""
    return uuid4()


def timed_id() -> UUID:
    """For rows that only the clinic and its jobs meet; they lie in the order in which they were made."""
    return uuid_utils.uuid7()


class TenantModel(db.Model):  # type: ignore[name-defined,misc]
    """A row that belongs to one clinic. Keys and foreign keys of every subclass begin with `clinic_id` (rules R1 to R3)."""

    __abstract__ = True
    __mapper_args__ = {"eager_defaults": False}
    """No RETURNING: a row one may write need not be a row one may read."""

    @declared_attr
    def clinic_id(cls) -> Mapped[UUID]:
        return mapped_column(
            Uuid, ForeignKey("clinic.id"), primary_key=True, sort_order=-2, default=lambda: scopes.current().clinic
        )

    @declared_attr
    def id(cls) -> Mapped[UUID]:
        return mapped_column(Uuid, primary_key=True, sort_order=-1, default=new_id)


class TimedTenantModel(TenantModel):
    """A row no caregiver ever meets: its id tells when it was made."""

    __abstract__ = True

    @declared_attr
    def id(cls) -> Mapped[UUID]:
        return mapped_column(Uuid, primary_key=True, sort_order=-1, default=timed_id)


@event.listens_for(TenantSession, "after_begin")
def pin_scope(session: TenantSession, transaction: Any, connection: Connection) -> None:
    """`SET LOCAL`, literally: parameters and set_config() do not reach the nodes of a cluster (rule S2)."""
    if transaction.nested:
        return
    scope = scopes.current()
    statements = ["SET TRANSACTION READ ONLY"] if scope.read_only else []
    statements += [f"SET LOCAL {name} = '{value}'" for name, value in scope.settings().items()]
    if statements:
        connection.exec_driver_sql("; ".join(statements))


@event.listens_for(TenantSession, "do_orm_execute")
def bind_clinic(execution: ORMExecuteState) -> None:
    """Row-level security is the net; the bound value is what routes a query to one clinic's shard (rule S1)."""
    if execution.is_select or execution.is_update or execution.is_delete:
        clinic = scopes.current().clinic
        execution.statement = execution.statement.options(
            with_loader_criteria(TenantModel, lambda cls: cls.clinic_id == clinic, include_aliases=True)
        )


def changed(statement: Update | Delete | Insert) -> int:
    """Runs a statement that writes, and says how many rows it changed. Of an insert, too, which is not counted unless asked."""
    counted = db.session.execute(statement, execution_options={"preserve_rowcount": True})
    return cast(CursorResult[Any], counted).rowcount


def marked(column: InstrumentedAttribute[datetime | None], *which: ColumnElement[bool]) -> bool:
    """Writes the scope's moment into a column that is empty, of the rows that `which` names. False: somebody was quicker."""
    empty = db.update(column.class_).where(*which, column.is_(None))
    return bool(changed(empty.values({column.key: scopes.current().now})))


def stored(constraint: str, store: Callable[[], object]) -> bool:
    """Runs `store` and its flush in a savepoint. False, with nothing of it stored, where it meets what was there before:
    a violation of the constraint whose name begins like this. Any other is raised (rule S6)."""
    try:
        with db.session.begin_nested():
            store()
    except IntegrityError as error:
        name = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
        if not name.startswith(constraint):
            raise
        return False
    return True


@contextmanager
def transaction(scope: Scope) -> Iterator[Scope]:
    """A scope and its one transaction: committed at the end, rolled back when anything is raised.

    The first statement pins the scope. When it meets a connection that a restarted server has dropped it is tried
    once more: nothing has been done yet, so this is safe for any work.
    """
    with clinic_scope(scope):
        try:
            db.session.connection()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            db.session.rollback()
            db.session.connection()
        yield scope
        db.session.commit()
