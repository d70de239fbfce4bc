"""What the demo prints: where things are and how to sign in."""

from typing import Any


def addresses(port: int, outbox_port: int, stripe_port: int, seconds: float) -> str:
    beside = "" if outbox_port == port + 1 else f" ({port + 1} is taken)"
    return "\n".join(
        [
            "",
            f"Withkin runs (started in {seconds:.1f} s). Ctrl-C stops all of it; the data stays for the next time.",
            "",
            f"  Front page  http://localhost:{port}",
            f"  Outbox      http://localhost:{outbox_port}  every mail it sends can be read there{beside}",
            f"  Stripe      http://localhost:{stripe_port}  its double: no card is real, and its clock can be moved",
        ]
    )


def clinics(found: list[dict[str, Any]]) -> str:
    """One block a clinic: `{"clinic", "url", "people": [{"name", "role", "how"}]}`."""
    return "\n".join(clinic(each) for each in found)


def clinic(found: dict[str, Any]) -> str:
    people = found["people"]
    name, role = (max((len(person[field]) for person in people), default=0) for field in ("name", "role"))
    lines = [f"    {each['name']:<{name}}  {each['role']:<{role}}  {each['how']}".rstrip() for each in people]
    return "\n".join(["", f"  {found['clinic']}  {found['url']}", *lines])
