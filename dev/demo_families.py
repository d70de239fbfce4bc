"""Who is in the demo and what they said: what is written by hand, in two clinics that share their family names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """Something a caregiver told: days before today, local hour, kind, words or tapped answers, and what became of it."""

    days: int
    hour: int
    kind: str
    said: str | tuple[str, ...]
    topic: str = "other"
    answer: tuple[str, str] | None = None
    """(kind, words), by the therapist, the next day."""


@dataclass(frozen=True)
class Caregiver:
    name: str
    relation: str
    home: str
    told: tuple[Told, ...] = ()
    arrived: bool = True
    agreed: tuple[int, str] = (2, "")
    mail: bool = True
    """Whether there is an address; who has none came in by a slip."""
    limited: bool = False
    """By a court: messages are closed, what is shared of the same home is therapist-led."""


@dataclass(frozen=True)
class Family:
    child: str
    age: int
    therapist: str
    caregivers: tuple[Caregiver, ...]
    at_desk: bool = False
    """Whether the office may invite for it."""
    weeks: int = 3
    """How long the child has been coming."""
    sibling: str = ""
    """Its first caregiver is the first one of this child, too, and has said so."""


MAYA = Family(
    "Maya",
    7,
    "okafor",
    (
        Caregiver(
            "Dana Rivera",
            "mother",
            "A",
            (
                Told(16, 20, "checkin", ("2", "2", "Long evening, she would not settle."), answer=("seen", "")),
                Told(12, 21, "note", "Hand-over at the car took 20 minutes. In October it was 45.", "behaviour",
                     ("changed", "We practise the balloon words before the car, not in it.")),
                Told(9, 20, "checkin", ("3", "4"), answer=("seen", "")),
                Told(5, 19, "question", "I raised my voice on Sunday. Did I undo what you built?", answer=(
                    "reply", "No. You came back and said so, and that is what she learns from. One sentence at bedtime is plenty.")),
                Told(3, 18, "question", "Should I talk about the move, or wait until she does?"),
                Told(1, 20, "checkin", ("4", "4", "She drew the balloon for her brother.")),
            ),
            agreed=(2, "Dana tells us about hand-overs; two check-ins a week are plenty."),
        ),
        Caregiver(
            "Chris Rivera",
            "father",
            "B",
            (
                Told(10, 20, "checkin", ("4", "4"), answer=("seen", "")),
                Told(2, 21, "note", "Quiet weekend. She ate well and slept through both nights.", "sleep"),
            ),
        ),
    ),
)  # fmt: skip
FAMILIES = (
    MAYA,
    Family(
        "Elif",
        6,
        "okafor",
        (
            Caregiver("Ayşe Kaya", "mother", "A", (
                Told(8, 19, "checkin", ("3", "2", "New school, new bed."), answer=("kept", "")),
                Told(2, 20, "checkin", ("2", "3")),
            )),
            Caregiver("Mehmet Kaya", "father", "A", (Told(6, 22, "note", "She asked me to do the breathing with her.", "mood",
                                                          ("reply", "That is a big step: she trusts it now. Let her choose when.")),)),
        ),
    ),
    Family("Jonah", 9, "okafor", (Caregiver("Petra Petersen", "mother", "A", (), arrived=False),), at_desk=True),
    Family(
        "Theo",
        8,
        "reyes",
        (
            Caregiver("Ben O’Hara", "foster carer", "A", (
                Told(4, 20, "note", "He thought the mat meant he was in trouble. We put it away.", "behaviour"),
                Told(1, 19, "checkin", ("3", "3")),
            )),
        ),
    ),
    Family("Deniz", 10, "reyes", (Caregiver("Ayşe Kaya", "mother", "A", ()),), sibling="Elif"),
    Family("Zoë", 10, "reyes", (Caregiver("Noël Émile", "grandfather", "A", (Told(7, 18, "checkin", ("5", "4"), answer=("seen", "")),)),)),
)  # fmt: skip
ELSEWHERE = (
    Family("Maya", 11, "okafor", (
        Caregiver("Dana Rivera", "mother", "A", (Told(2, 20, "note", "First week back at school went fine.", "school"),)),
        Caregiver("Chris Rivera", "father", "B"),
    )),
    Family("Elif", 8, "reyes", (Caregiver("Meryem Kaya", "mother", "A", (Told(1, 19, "checkin", ("4", "4")),)),)),
    Family("Theo", 6, "okafor", (Caregiver("Rory O’Hara", "father", "A"), Caregiver("Ben O’Hara", "grandfather", "B", arrived=False))),
    Family("Emil", 12, "reyes", (Caregiver("Petra Petersen", "mother", "A", (Told(3, 20, "question", "Do we bring his sister?"),)),)),
)  # fmt: skip
"""The other clinic's families of the same names: other people altogether."""
