"""Every deed that the application records has its words, and no line is left open."""

import ast
import re
from pathlib import Path
from uuid import uuid4

from flask_babel import force_locale

from app.audit import AuditEvent
from app.clinic import deeds
from app.clinic.deed_words import DEEDS, Kind, deed
from tenants.scope import NOBODY

ROOT = Path(__file__).resolve().parents[2]


def literals(node: ast.AST) -> list[str] | None:
    """The texts an argument may be: a literal, one of two; a pattern for an f-string; None for what is known only then."""
    if isinstance(node, ast.Constant):
        return [re.escape(node.value)]
    if isinstance(node, ast.IfExp):
        both = [literals(node.body), literals(node.orelse)]
        return None if None in both else [one for some in both for one in some]
    if isinstance(node, ast.JoinedStr):
        return ["".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w-]+" for part in node.values)]
    return None


def recorded() -> list[tuple[str, str, list[str] | None, list[str] | None]]:
    """Each `audit.record(…)` in the application: where, as written, its actions and its subjects."""
    found = []
    for file in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            called = isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "audit.record",
                "auditing.record",
                "record_deed",
            )
            if called:
                where = f"{file.relative_to(ROOT)}:{node.lineno}"
                found.append((where, ast.unparse(node)[:80], literals(node.args[0]), literals(node.args[1])))
    return found


def test_every_deed_that_is_recorded_has_its_words():
    """New here? Add its line to `app/clinic/deed_words.py`."""
    missing = []
    for where, written, actions, subjects in recorded():
        for action in actions or [f"{where}: write the action out"]:
            for subject in subjects or [""]:
                key = f"{action}\\ {subject}" if subject else action
                if not any(
                    re.fullmatch(key.replace("\\ ", " "), known) or re.fullmatch(action, known) for known in DEEDS
                ):
                    missing.append(f"{where}: {written}")
    assert len(recorded()) > 20
    assert missing == [], "no words in app/clinic/deed_words.py for these"


def test_no_line_is_left_open_whatever_is_known_of_its_names(app):
    with app.test_request_context(), force_locale("en"):
        for key in DEEDS:
            action, _, subject = key.partition(" ")
            row = AuditEvent(
                action=action, subject=subject, subject_id=uuid4(), actor_id=NOBODY, login="staff", detail={}
            )
            said = deeds.line(row, {})
            assert said.endswith("."), key
            assert "%" not in said, key
        assert (
            deeds.line(
                AuditEvent(
                    action="newer", subject="x", subject_id=uuid4(), actor_id=uuid4(), login="staff", detail={"a": 1}
                ),
                {},
            )
            == "Somebody did something that has no name here yet."
        )
    assert {found.kind for found in DEEDS.values()} == set(Kind)
    one_kind = {(key.split()[0], found.kind) for key, found in DEEDS.items()}
    assert len(one_kind) == len({key.split()[0] for key in DEEDS}), "a kind is looked for by its actions"
    assert deed("left", "staff").kind is Kind.SIGNED
