"""What an owner sees of engagement: counts over the whole clinic, and none under five (product.md, Sign-up).

In fives, all of them: exact ones could be taken from each other, from yesterday's, or from what somebody who supervises a
part of the clinic knows of it, and one family would be left. What few people told is few, however much it is.
"""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import text

from app.engagement.dashboard import first_week
from app.engagement.measures import usually
from app.people.alone import ALONE
from tenants import scope as scopes
from tenants.db import db
from tenants.provision import first_owner

FEW = 5
AT = (4, 12)
"""Weeks after the first entry at which one looks."""
CONNECTED = """count(*) filter (where i.entered_at <= :now - make_interval(weeks => {0})) as old_{0},
  count(*) filter (where i.entered_at <= :now - make_interval(weeks => {0}) and exists (
    select 1 from engagement_week w where w.clinic_id = :clinic and w.involvement_id = i.id and w.told > 0
      and w.week > cast(i.entered_at as date) + {1} and w.week <= cast(i.entered_at as date) + {2})) as connected_{0}"""
"""Of those who came in so long ago, who told anything in that week or the one before."""
OF_US = "from engagement_week w where w.clinic_id = :clinic and w.week >= :first"
COUNTS = text(f"""
select count(*) filter (where i.invited_at is not null) as invited, count(*) filter (where i.entered_at is not null) as arrived,
  {", ".join(CONNECTED.format(weeks, 7 * (weeks - 2), 7 * weeks) for weeks in AT)},
  (select coalesce(sum(w.told), 0) {OF_US}) as told, (select coalesce(sum(w.seen), 0) {OF_US}) as seen,
  (select count(distinct w.involvement_id) {OF_US} and w.told > 0) as tellers,
  (select count(distinct w.involvement_id) {OF_US} and w.seen > 0) as answered,
  (select percentile_disc(0.5) within group (order by cast(m.minutes as int)) from engagement_week w
     cross join lateral jsonb_array_elements_text(w.reply_minutes) as m(minutes)
    where w.clinic_id = :clinic and w.week >= :first) as minutes,
  ({ALONE}) as alone
from involvement i where i.clinic_id = :clinic and not i.professional
""")


@dataclass(frozen=True)
class Figure:
    title: str
    value: str


def figures(today: date) -> tuple[list[Figure], bool]:
    """`today`: the clinic's local day. Reply times and answers are those of the last eight weeks. And whether one person
    alone reads here (`app.people.alone`), asked along."""
    clinic = scopes.current().clinic
    assert clinic
    values = {"clinic": clinic, "now": scopes.current().now, "first": first_week(today)}
    values |= {"today": today, "first_owner": first_owner(clinic)}
    row = db.session.execute(COUNTS, values).mappings().one()
    rows = [
        (_("Caregivers invited"), count(row["invited"])),
        (_("… and here at least once"), share(row["arrived"], row["invited"])),
        (_("Telling us things after 4 weeks"), share(row["connected_4"], row["old_4"])),
        (_("… and after 12 weeks"), share(row["connected_12"], row["old_12"])),
        (_("Of what they told, seen by us"), share(row["seen"], row["told"] if row["tellers"] >= FEW else 0)),
        (
            _("Until a first answer, usually"),
            usually(row["minutes"]) if row["answered"] >= FEW else _("too few to say"),
        ),
    ]
    return [Figure(title, value) for title, value in rows], bool(row["alone"])


def count(number: int) -> str:
    return _("at least %(number)s", number=fives(number)) if number >= FEW else _("fewer than five")


def fives(number: int) -> int:
    return number - number % FEW


def share(part: int, whole: int) -> str:
    """Nothing of a few, and nothing that tells of the few who are left."""
    if whole < FEW:
        return _("too few to say")
    if part < FEW:
        return _("fewer than five of %(whole)s", whole=fives(whole))
    if whole - part < FEW:
        return _("all of %(whole)s, or nearly", whole=fives(whole))
    return _("about %(part)s of %(whole)s", part=fives(part), whole=fives(whole))
