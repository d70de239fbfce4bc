"""`flask audit`: what was recorded, for whoever runs the server."""

import json

from tests.clinic.reading import lines


def test_the_command_lists_one_clinics_rows_as_json_and_is_recorded_itself(app, harbour, meadow, olga):
    run = app.test_cli_runner().invoke
    first = json.loads(run(args=["audit", "list", "--json", "--clinic", "harbour"]).output)["events"]
    assert {event["clinic"] for event in first} == {"harbour"}
    assert {"opened-clinic", "entered", "limited"} <= {event["action"] for event in first}
    assert "Maya" not in json.dumps(first)
    assert "order of 3 May" not in json.dumps(first)
    both = json.loads(run(args=["audit", "list", "--json"]).output)["events"]
    assert {event["clinic"] for event in both} == {"harbour", "meadow"}
    assert [event["action"] for event in both if event["clinic"] == "harbour"][-1] == "read"
    olga.get("/clinic/audit?kind=opened")
    assert lines(olga)[0] == "Withkin opened this list."
    assert json.loads(run(args=["audit", "list", "--json", "--since", "2199-01-01"]).output) == {"events": []}
    assert run(args=["audit", "list", "--clinic", "nowhere"]).exit_code == 1
    assert "who did what" in run(args=["audit", "--help"]).output.lower()
    assert run(args=["audit", "list", "--clinic", "meadow"]).output.count("\n") > 5
