""" "Not for Sam" (must 27) for statements written in SQL: every list of children that staff read asks it."""


def not_closed(child: str, staff: str) -> str:
    """That the child of this column is not closed by name to this person. The statement binds `clinic`."""
    return f"""not exists (select 1 from closed_to x
    where x.clinic_id = :clinic and x.child_id = {child} and x.staff_id = {staff} and x.ended_at is null)"""
