"""The demo's other families: twelve weeks with ups and downs, the same ones whenever the same seed is given."""

from collections.abc import Iterator
from random import Random

from dev.demo_families import Caregiver, Family, Told

WEEKS = 12
SEED = 20261127
CHILDREN = (
    ("Noor", 6, "Sana Haddad"), ("Emil", 9, "Karin Lindqvist"), ("Lucía", 7, "Inés Ortega"), ("Tomasz", 10, "Ewa Nowak"),
    ("Aisha", 5, "Fatima Diallo"), ("Henry", 8, "Ruth Calloway"), ("Mei", 6, "Lan Tran"), ("Oskar", 11, "Jule Petersen"),
    ("Priya", 7, "Asha Raman"), ("Kwame", 9, "Efua Mensah"), ("Saoirse", 8, "Aoife Byrne"), ("Leo", 5, "Clara Rossi"),
    ("Yusuf", 10, "Zeynep Kaya"), ("Hana", 6, "Yuki Sato"), ("Finn", 12, "Marta Olsen"), ("Amara", 7, "Ngozi Eze"),
    ("Jakob", 9, "Lena Vogel"), ("Rosa", 8, "Pilar Rivera"), ("Ivo", 6, "Vesna Horvat"),
)  # fmt: skip
NOTES = (
    ("He slept through for the first time in a week.", "sleep"), ("School called: she hid under the table at lunch.", "school"),
    ("We tried the breathing before the bus. She led it.", "behaviour"), ("Grandpa is in hospital. He asks about it at night.", "family"),
    ("A good Sunday. Two hours of building, no shouting.", "mood"), ("Bath time was hard again. I stayed calm, mostly.", "behaviour"),
    ("She told her friend about the balloon words.", "mood"), ("New teacher from Monday. He is worried.", "school"),
    ("Nightmares twice. I sat with her until she slept.", "sleep"), ("He said sorry on his own today.", "behaviour"),
)  # fmt: skip
QUESTIONS = (
    "I said no and then gave in. Was that the wrong thing?", "How long should I wait before I step in?",
    "Is it all right if he skips the practice when he is tired?", "She asks why she comes to you. What do I say?",
    "Can her brother join in, or is it hers alone?",
)  # fmt: skip
REPLIES = (
    "That was not wrong. Tell me on Thursday how he took it.", "Stay beside her and count to ten first. That is enough.",
    "Yes. Skipping is fine; say that you skip, so it stays hers.", "You noticed it, and that helps us. We begin with it next time.",
)  # fmt: skip
DAYS = ("The bus was late and everything after it was loud.", "Calm until bedtime.", "We laughed a lot.", "", "", "")


def told(chance: Random, days: int, answered: bool) -> Told:
    """One thing on one evening, by the odds of a usual week."""
    hour, kind = chance.randint(17, 21), chance.choices(("checkin", "note", "question"), (6, 3, 1))[0]
    if kind == "checkin":
        low = chance.choice((1, 2, 2, 3, 3, 4, 4, 5))
        said: str | tuple[str, ...] = (
            str(low),
            str(min(5, max(1, low + chance.choice((-1, 0, 0, 1))))),
            chance.choice(DAYS),
        )
        topic, answer = "other", ("seen", "")
    elif kind == "note":
        said, topic = chance.choice(NOTES)
        answer = chance.choice((("reply", chance.choice(REPLIES)), ("seen", ""), ("kept", "")))
    else:
        said, topic, answer = chance.choice(QUESTIONS), "other", ("reply", chance.choice(REPLIES))
    return Told(days, hour, kind, said, topic, answer if answered else None)


def rhythm(chance: Random, weeks: int, quiet: int = 0, a_week: int = 2) -> Iterator[Told]:
    """Some evenings of each week, the oldest first; nothing of the last `quiet` days. What is younger than two days waits."""
    for week in range(weeks, 0, -1):
        for days in sorted(
            chance.sample(range(week * 7 - 6, week * 7 + 1), chance.randint(max(0, a_week - 1), a_week + 1)),
            reverse=True,
        ):
            if days > quiet:
                yield told(chance, days, days > chance.choice((1, 2, 3)))


def families(seed: int = SEED) -> tuple[Family, ...]:
    """Nineteen; with the six that are written by hand, 25."""
    return tuple(family(Random(f"{seed}/{n}"), n, *row) for n, row in enumerate(CHILDREN))


def family(chance: Random, n: int, child: str, age: int, mother: str) -> Family:
    weeks = chance.randint(4, WEEKS)
    quiet = 24 if n in (3, 11) else 0
    first = Caregiver(
        mother, "mother", "A", tuple(rhythm(chance, weeks, quiet)), agreed=(chance.choice((1, 2, 2, 3)), "")
    )
    return Family(
        child,
        age,
        ("okafor", "reyes", "mills")[n % 3],
        (first, *beside(chance, n, mother, weeks)),
        at_desk=n % 4 == 0,
        weeks=weeks,
    )


OTHERS = (
    "Sami", "Anders", "Abuela Carmen", "", "Joe", "", "Duc", "Uwe", "Nani", "", "Declan", "", "Emre", "Kenji", "Bestemor", "", "Stefan", "", "Marko",
)  # fmt: skip
"""First names of the second caregivers, where there is one: an address is one person's."""


def beside(chance: Random, n: int, mother: str, weeks: int) -> Iterator[Caregiver]:
    """Who else raises the child: a father in the same home, one in another, one whom a court has limited, a grandmother."""
    name = f"{OTHERS[n]} {mother.split()[-1]}"
    match n % 6:
        case 0:
            yield Caregiver(name, "father", "A", tuple(rhythm(chance, min(weeks, 6), a_week=1)))
        case 1:
            yield Caregiver(name, "father", "B", tuple(rhythm(chance, min(weeks, 5), a_week=1)), limited=n == 1)
        case 2:
            yield Caregiver(name, "grandmother", "A", tuple(rhythm(chance, 3, a_week=1)), mail=False)
        case 4:
            yield Caregiver(name, "stepfather", "A", (), arrived=False)
