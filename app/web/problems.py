"""What is to be mended in a form, in the order of the page: each message with the control it belongs to."""

from collections.abc import Iterator
from typing import Any

from wtforms import FieldList, FormField, RadioField, SelectMultipleField


def problems(form: Any) -> Iterator[tuple[str, str]]:
    """(id of the control, or "" for the form as a whole; message), nested forms and lists of fields included."""
    for message in form.form_errors:
        yield "", message
    for field in form:
        if isinstance(field, FormField):
            yield from problems(field.form)
        elif isinstance(field, FieldList):
            for entry in field:
                yield from problems(entry.form)
        else:
            yield from ((control(field), message) for message in field.errors)


def control(field: Any) -> str:
    """A list of radios or ticks has no control of its own: its first option stands in."""
    listed = isinstance(field, RadioField | SelectMultipleField)
    return f"{field.id}-0" if listed else str(field.id)
