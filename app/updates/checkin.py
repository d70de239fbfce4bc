"""The check-in: one question a page, a tap is the answer, anything can be skipped."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.people.forms import stripped
from app.portal import frame
from app.portal.frame import Part
from app.updates import drafts, questions, underway
from app.updates.at_home import wanted
from app.updates.models import LONGEST
from app.updates.questions import Asked
from app.updates.tell import Answered, tell
from app.updates.underway import Kept
from app.web.dates import midnight, now_here
from app.web.door import Caregiver, Portal
from app.web.once import new_row, sent_row
from app.web.page import page
from app.web.person import me

portal = Portal("checkin", __name__)


@portal.get("/check-in", access=Caregiver.any().to_be_read())
def begin() -> Response:
    parts = [part for part in frame.of(me()).parts if not part.ended and not part.professional]
    if len(parts) == 1:
        return redirect(url_for("checkin.ask", child=parts[0].child, n=1), 303)
    return page("updates/choose.html", _("Check-in"), parts=parts, endpoint="checkin.ask", more={"n": 1})


@portal.get("/check-in/<uuid:child>/<int:n>", access=Caregiver.of(about="child").to_be_read())
def ask(about: Part, n: int) -> Response:
    kept = drafts.read(about.id, "checkin", midnight(now_here()))
    asked = questions.asked(about.child, about.name, underway.answered(kept))
    if n == 1 and (not asked or about.professional):
        return page("updates/choose.html", _("Check-in"), parts=[], endpoint="", more={})
    if about.professional or not 1 <= n <= len(asked):
        abort(404)
    return step(about, asked, asked[n - 1], kept)


def step(part: Part, asked: list[Asked], this: Asked, kept: Kept, problem: str = "", status: int = 200) -> Response:
    """Each step's form says which question it puts and carries the row: any of them may turn out to be the last."""
    n = asked.index(this) + 1
    return page(
        "updates/checkin.html", _("Check-in"), status, part=part, n=n, asked=this, last=n == len(asked), count=len(asked),
        save=url_for("checkin.save", child=part.child, n=n),
        kept=kept.get(str(this.id), ""), row=new_row(f"check-in/{part.child}"), put=underway.put_token(part.child, this),
        problem=problem, clinic_only=bool(request.form.get("clinic_only")),
    )  # fmt: skip


@portal.post("/check-in/<uuid:child>/<int:n>", access=Caregiver.of(about="child").to_be_read())
def answer(about: Part, n: int) -> Response:
    """Keeps the answer and goes on; the last one sends them all."""
    if about.professional:  # nothing is asked of them, so nothing is counted either
        abort(404)
    kept, put = drafts.read(about.id, "checkin", midnight(now_here())), underway.put_here(about.child)
    asked = questions.asked(about.child, about.name, [*underway.answered(kept), *([put[0]] if put else [])])
    this = next((one for at, one in enumerate(asked, 1) if (one.id == put[0] if put else at == n)), None)
    if this is None:
        abort(404)
    said = "" if request.form.get("skip") else stripped(request.form.get("answer", "").replace("\r\n", "\n")) or ""
    kept = underway.without(kept, this.id)
    if said:
        kept |= {str(this.id): said, underway.wording(this.id): put[1] if put else this.text}
    if len(said) > LONGEST or (said and this.options and said not in dict(this.options)):
        over = _("This is too long: at most %(longest)s characters fit.", longest=LONGEST)
        return step(about, asked, this, kept, over if not this.options else _("Choose one, or press Skip."), 422)
    going_on = [one for one in asked if one.in_force or str(one.id) in kept]
    following = next((one for one in asked[asked.index(this) + 1 :] if one in going_on), None)
    if following:
        drafts.keep(me().id, about.id, about.child, "checkin", kept)
        return redirect(url_for("checkin.ask", child=about.child, n=going_on.index(following) + 1), 303)
    return send(about, asked, this, kept)


@portal.post("/check-in/<uuid:child>/<int:n>/draft", access=Caregiver.of(about="child").to_be_read())
def save(about: Part, n: int) -> Response:
    """While she types an answer: kept with what she tapped, hers alone, and not sent."""
    put, row = underway.put_here(about.child), sent_row(f"check-in/{about.child}")
    said = request.form.get("answer", "").replace("\r\n", "\n")
    fits = bool(said.strip()) and len(said) <= LONGEST and "\x00" not in said
    asked = questions.asked(about.child, about.name, [put[0]]) if put and fits else []
    typed = any(put and one.id == put[0] and not one.options for one in asked)
    saved = typed and not (row and underway.sent_before(row))
    if put and saved:
        kept = drafts.read(about.id, "checkin", midnight(now_here()))
        drafts.keep(
            me().id, about.id, about.child, "checkin", kept | {str(put[0]): said, underway.wording(put[0]): put[1]}
        )
    return page("updates/kept.html", _("Check-in"), block="kept", saved=saved)


def send(part: Part, asked: list[Asked], this: Asked, kept: Kept) -> Response:
    row = sent_row(f"check-in/{part.child}")
    if row is None:
        return step(part, asked, this, kept, _("This page was open for too long. Press Send once more."), 422)
    if before := underway.sent_before(row):
        kept = before | kept
        asked = questions.asked(part.child, part.name, underway.answered(kept))
    answers = [answered(one, kept) for one in asked if str(one.id) in kept]
    drafts.drop(part.id, "checkin")
    if not answers:
        flash(_("Nothing was sent. That is fine too."))
        return redirect(url_for("home.show", child=part.child), 303)
    at_home = wanted(part, frame.of(me()).name)
    update = tell(row, part.id, part.child, "checkin", now_here().date(), answers=answers, at_home=at_home)
    return redirect(url_for("telling.show", update=update, thanks=1), 303)


def answered(one: Asked, kept: Kept) -> Answered:
    """With the question as it was put to her: its words may have changed since."""
    said = kept[str(one.id)]
    words = dict(one.options).get(said, said)
    return Answered(one.id, kept.get(underway.wording(one.id), one.text), int(said) if one.options else None, words)
