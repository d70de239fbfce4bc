"""What a monitoring server reads: for whoever holds the token; how old work is, and what became of mails and digests."""

import re

import pytest
from redis.exceptions import ConnectionError as Gone

from app.web.metrics import count
from tests.deeds import replies, tells
from tests.digests.week import came_in, come

TOKEN = "watch" * 8


@pytest.fixture
def asked(app, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "metrics_token", TOKEN)

    def get(token=TOKEN):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return app.test_client().get("/metrics", base_url="http://localhost:8000", headers=headers)

    return get


def figure(answer, name):
    found = re.search(rf"^{re.escape(name)} (\S+)$", answer.text, re.M)
    return float(found[1]) if found else None


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], "ü" * 40])
def test_without_the_token_there_is_no_such_address(asked, token):
    assert asked(token).status_code == 404


def test_without_a_token_set_nobody_is_answered(app):
    headers = {"Authorization": "Bearer None"}
    assert app.test_client().get("/metrics", base_url="http://localhost:8000", headers=headers).status_code == 404


def test_how_old_work_is_and_what_became_of_it(harbour, asked, work):
    work()
    came_in(harbour)
    replies(harbour, tells(harbour, "dana", "maya", "x"), "Follow her lead")
    come(harbour)
    answer = asked()
    assert answer.status_code == 200 and answer.mimetype == "text/plain"
    assert figure(answer, 'withkin_digests_total{outcome="made"}') == 1
    assert figure(answer, 'withkin_digests_total{outcome="nothing"}') >= 1
    assert figure(answer, 'withkin_queue_jobs{queue="digests"}') >= 1
    assert figure(answer, 'withkin_queue_age_seconds{queue="digests"}') >= 0
    work()
    assert figure(asked(), 'withkin_queue_jobs{queue="digests"}') == 0


def test_what_is_due_later_is_not_late(harbour, asked):
    """Its next digests are due next week."""
    come(harbour)
    ages = re.findall(r"^withkin_due_age_seconds\{.*\} (\S+)$", asked().text, re.M)
    assert ages and all(float(age) >= 0 for age in ages)


def test_where_valkey_is_gone_it_says_so(app, asked, monkeypatch):
    def gone(*_):
        raise Gone

    monkeypatch.setattr(app.extensions["valkey"], "hgetall", gone)
    assert asked().status_code == 503


def test_no_figure_names_a_clinic_or_a_person(harbour, asked):
    came_in(harbour)
    come(harbour)
    assert not re.search(rf"harbour|{harbour.clinic}|Dana|Maya", asked().text, re.I)


def test_a_count_that_cannot_be_kept_stops_nothing(app, monkeypatch):

    def gone(*_):
        raise Gone

    monkeypatch.setattr(app.extensions["valkey"], "hincrby", gone)
    count("mails", "sent")
