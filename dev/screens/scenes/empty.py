"""A father in the other home who was told nothing, and one whose part has ended: the same rooms, nothing in them."""

from dev.screens.scene import Scene

SCENES = (
    Scene("father", "home", "told nothing", "home.first_child", lambda he: he.open("/home")),
    Scene("father", "updates", "told nothing", "telling.updates", lambda he: he.open("/updates")),
    Scene("father", "questions", "told nothing", "telling.questions", lambda he: he.open("/questions")),
    Scene("father", "you", "told nothing", "you.show", lambda he: he.open("/you")),
    Scene("father", "part ended, home", "part ended", "home.first_child", lambda he: he.open("/home")),
    Scene("father", "part ended, check-in", "part ended", "checkin.begin", lambda he: he.open("/check-in")),
    Scene("father", "part ended, updates", "part ended", "telling.updates", lambda he: he.open("/updates")),
)
