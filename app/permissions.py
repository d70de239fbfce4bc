"""The only list of who may do what. A record is reached through one's care teams besides; this is for pages and deeds."""

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"
    OFFICE = "office"


class Permission(StrEnum):
    RUN_CLINIC = "run the clinic"
    CASELOAD = "have a caseload"
    ENTER = "be signed in as staff"
    VOUCH = "vouch for a colleague who lost a phone"


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset({Permission.ENTER, Permission.RUN_CLINIC, Permission.VOUCH}),
    Role.THERAPIST: frozenset({Permission.ENTER, Permission.CASELOAD}),
    Role.SUPERVISOR: frozenset({Permission.ENTER, Permission.VOUCH}),
    Role.OFFICE: frozenset({Permission.ENTER}),
}


def grants(roles: frozenset[Role]) -> frozenset[Permission]:
    """What these roles together may do."""
    return frozenset().union(*(GRANTS[role] for role in roles))


def who_may(permission: Permission) -> tuple[Role, ...]:
    return tuple(role for role in Role if permission in GRANTS[role])
