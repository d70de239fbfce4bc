"""Back to the page a form stood on: the form says which, and only an address of this host is followed."""

import re

from flask import redirect, request
from werkzeug.wrappers import Response

PATH = re.compile(r"/(?![/\\])[\w/.~?=&%:+-]*", re.ASCII)
"""An address on this host, and nothing a browser reads as another."""


def back_from(form_field: str, otherwise: str) -> str:
    """The address that this field of the form names, or the other one."""
    page = request.form.get(form_field, "")
    return page if PATH.fullmatch(page) else otherwise


def back(otherwise: str = "/") -> Response:
    return redirect(back_from("back", otherwise), 303)
