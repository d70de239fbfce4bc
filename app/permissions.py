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
    INVITE = "invite families"
    READ_RECORDS = "read records"
    BREAK_GLASS = "break the glass"
    SUPERVISE = "supervise"
    COUNTERSIGN = "sign for another"
    DESK = "work at the desk"
    ENTER = "be signed in as staff"


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset({Permission.ENTER, Permission.RUN_CLINIC, Permission.COUNTERSIGN}),
    Role.THERAPIST: frozenset(
        {
            Permission.ENTER,
            Permission.CASELOAD,
            Permission.INVITE,
            Permission.READ_RECORDS,
            Permission.BREAK_GLASS,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.ENTER,
            Permission.SUPERVISE,
            Permission.READ_RECORDS,
            Permission.BREAK_GLASS,
            Permission.COUNTERSIGN,
        }
    ),
    Role.OFFICE: frozenset({Permission.ENTER, Permission.DESK, Permission.INVITE}),
}


def grants(roles: frozenset[Role]) -> frozenset[Permission]:
    """What these roles together may do."""
    return frozenset().union(*(GRANTS[role] for role in roles))


def who_may(permission: Permission) -> tuple[Role, ...]:
    return tuple(role for role in Role if permission in GRANTS[role])
