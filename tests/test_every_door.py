"""Every door tried: each route, with everybody's feet and Dana's ids, against one table written by hand (trust.md 2).

It grows by itself: a new route fails here until it has its line in ROUTES. `docs/access.md` is no help to it: that is
written from the routes, and a wrong `access=` must not write its own permission.
"""

import re
from dataclasses import dataclass

import pytest
from werkzeug.routing import Rule

from app.updates.arranging import listed
from app.web.door import Portal
from tenants.db import new_id, transaction
from tests import solo
from tests.browser import APEX
from tests.deeds import (
    asks,
    asks_for_a_word,
    asks_for_words,
    loses,
    notifies,
    reads_worry,
    replies,
    shares_at_home,
    sight,
    slips,
    tells,
    tells_at_home,
    withdraws,
    worries,
)
from tests.digests.week import has_digest
from tests.visitor import Visitor
from tests.world import House

WHO = [
    "nobody",
    "dana",
    "rosa",
    "chris",
    "lee",
    "gwen",
    "ben",
    "okafor",
    "reyes",
    "olga",
    "dana@meadow",
    "okafor@meadow",
    "mills",
    "novak",
    "otis",
    "sade",
    "ines",
]
"""Dana told it; Rosa lives with her, Chris does not, all three care for Maya. Lee: behind a limit. Gwen: ended. Ben and
Dr Reyes: a neighbour and his therapist. Olga: owner and nothing else. The @ two: Harbour's ids at Meadow's host. Dr Mills:
Dr Okafor's deputy for Maya. Dr Novak: on her team until yesterday. Otis: the office. Sade: a supervisor, of Dr Reyes. Ines: owner
and therapist of a clinic of one, at her own host with her own ids; what she cannot have (a colleague closed to, a deputy, a
review, a pair) is Harbour's."""

# fmt: off
TABLE = {
    #                            nobody dana rosa chris lee gwen ben  okafor reyes olga  dana@ okafor@ mills novak otis sade ines
    "anyone":                    (200,  200, 200, 200, 200, 200, 200,  200,  200,  200,  200,  200,  200,  200,  200,  200,  200),
    "no form":                   (415,  415, 415, 415, 415, 415, 415,  415,  415,  415,  415,  415,  415,  415,  415,  415,  415),
    "no such thing":             (404,  404, 404, 404, 404, 404, 404,  404,  404,  404,  404,  404,  404,  404,  404,  404,  404),
    "goes elsewhere":            (303,  303, 303, 303, 303, 303, 303,  303,  303,  303,  303,  303,  303,  303,  303,  303,  303),
    "empty form":                (422,  422, 422, 422, 422, 422, 422,  422,  422,  422,  422,  422,  422,  422,  422,  422,  422),
    "her page":                  (303,  200, 200, 200, 200, 200, 200,  303,  303,  303,  200,  303,  303,  303,  303,  303,  303),
    "her form":                  (401,  422, 422, 422, 422, 422, 422,  401,  401,  401,  422,  401,  401,  401,  401,  401,  401),
    "her page, of one child":    (303,  303, 303, 303, 303, 200, 303,  303,  303,  303,  303,  303,  303,  303,  303,  303,  303),
    "her deed":                  (401,  303, 303, 303, 303, 303, 303,  401,  401,  401,  303,  401,  401,  401,  401,  401,  401),
    "no device of hers":         (401,  404, 404, 404, 404, 404, 404,  401,  401,  401,  404,  401,  401,  401,  401,  401,  401),
    "Maya's page":               (303,  200, 200, 200, 404, 404, 404,  303,  303,  303,  404,  303,  303,  303,  303,  303,  303),
    "Maya's form":               (401,  422, 422, 422, 404, 404, 404,  401,  401,  401,  404,  401,  401,  401,  401,  401,  401),
    "Maya's draft":              (401,  200, 200, 200, 404, 404, 404,  401,  401,  401,  404,  401,  401,  401,  401,  401,  401),
    "Maya's deed":               (401,  303, 303, 303, 404, 404, 404,  401,  401,  401,  404,  401,  401,  401,  401,  401,  401),
    "what Dana told":            (303,  200, 404, 404, 404, 404, 404,  303,  303,  303,  404,  303,  303,  303,  303,  303,  303),
    "what Dana told, a deed":     (401,  303, 404, 404, 404, 404, 404,  401,  401,  401,  404,  401,  401,  401,  401,  401,  401),
    "what Dana is asked":        (401,  422, 404, 404, 404, 404, 404,  401,  401,  401,  404,  401,  401,  401,  401,  401,  401),
    "staff's page":              (303,  303, 303, 303, 303, 303, 303,  200,  200,  200,  303,  200,  200,  200,  200,  200,  200),
    "told to Dr Okafor":         (401,  401, 401, 401, 401, 401, 401,  303,  404,  404,  401,  404,  404,  404,  404,  404,  303),
    "staff's deed":              (401,  401, 401, 401, 401, 401, 401,  303,  303,  303,  401,  303,  303,  303,  303,  303,  303),
    "therapist's page":          (303,  303, 303, 303, 303, 303, 303,  200,  200,  403,  303,  200,  200,  200,  403,  403,  200),
    "therapist's deed":          (401,  401, 401, 401, 401, 401, 401,  303,  303,  403,  401,  303,  303,  303,  403,  403,  303),
    "therapist's form":          (401,  401, 401, 401, 401, 401, 401,  422,  422,  403,  401,  422,  422,  422,  403,  403,  422),
    "therapist's Maya":          (303,  303, 303, 303, 303, 303, 303,  200,  404,  403,  303,  404,  200,  404,  403,  403,  200),
    "therapist's Maya, a form":  (401,  401, 401, 401, 401, 401, 401,  422,  404,  403,  401,  404,  422,  404,  403,  403,  422),
    "therapist's Maya, a deed":  (401,  401, 401, 401, 401, 401, 401,  303,  404,  403,  401,  404,  303,  404,  403,  403,  303),
    "Maya's record":              (303,  303,  303,  303,  303,  303,  303,  200,  404,  403,  303,  404,  200,  404,  403,  404,  200),
    "Maya's record, a form":      (401,  401,  401,  401,  401,  401,  401,  422,  404,  403,  401,  404,  422,  404,  403,  404,  422),
    "Maya's way in, a deed":      (401,  401,  401,  401,  401,  401,  401,  303,  404,  403,  401,  404,  303,  404,  404,  403,  303),
    "Maya's therapist":           (303,  303,  303,  303,  303,  303,  303,  200,  404,  403,  303,  404,  404,  404,  403,  403,  200),
    "Maya's therapist, a form":   (401,  401,  401,  401,  401,  401,  401,  422,  404,  403,  401,  404,  404,  404,  403,  403,  422),
    "Maya's therapist, a deed":   (401,  401,  401,  401,  401,  401,  401,  303,  404,  403,  401,  404,  404,  404,  403,  403,  303),
    "Dr Okafor's own, a deed":    (401,  401,  401,  401,  401,  401,  401,  303,  404,  403,  401,  404,  404,  404,  403,  403,  404),
    "Dr Okafor's own, a form":    (401,  401,  401,  401,  401,  401,  401,  422,  404,  403,  401,  404,  404,  404,  403,  403,  404),
    "Dr Reyes's own, a deed":     (401,  401,  401,  401,  401,  401,  401,  404,  303,  403,  401,  404,  404,  404,  403,  404,  303),
    "Dr Okafor's slip":           (303,  303,  303,  303,  303,  303,  303,  200,  404,  403,  303,  404,  404,  404,  404,  403,  200),
    "office's page":              (303,  303,  303,  303,  303,  303,  303,  403,  403,  403,  303,  403,  403,  403,  200,  403,  403),
    "supervisor's page":          (303,  303,  303,  303,  303,  303,  303,  403,  403,  403,  303,  403,  403,  403,  403,  200,  403),
    "supervisor's form":         (401,  401, 401, 401, 401, 401, 401,  403,  403,  403,  401,  403,  403,  403,  403,  422,  403),
    "supervisor's deed":         (401,  401, 401, 401, 401, 401, 401,  403,  403,  403,  401,  403,  403,  403,  403,  303,  403),
    "not supervised":             (303,  303,  303,  303,  303,  303,  303,  403,  403,  403,  303,  403,  403,  403,  403,  404,  403),
    "not supervised, a form":     (401,  401,  401,  401,  401,  401,  401,  403,  403,  403,  401,  403,  403,  403,  403,  404,  403),
    "Sade's own, a deed":           (401,  401,  401,  401,  401,  401,  401,  403,  403,  403,  401,  403,  403,  403,  403,  303,  403),
    "Sade's own, a form":           (401,  401,  401,  401,  401,  401,  401,  403,  403,  403,  401,  403,  403,  403,  403,  422,  403),
    "Dr Reyes's action, a deed":    (401,  401,  401,  401,  401,  401,  401,  404,  303,  403,  401,  404,  404,  404,  403,  303,  404),
    "reader's page":              (303,  303,  303,  303,  303,  303,  303,  200,  200,  403,  303,  200,  200,  200,  403,  200,  200),
    "reader's form":              (401,  401,  401,  401,  401,  401,  401,  422,  422,  403,  401,  422,  422,  422,  403,  422,  422),
    "signer's page":              (303,  303,  303,  303,  303,  303,  303,  403,  403,  200,  303,  403,  403,  403,  403,  200,  200),
    "signer's deed":              (401,  401,  401,  401,  401,  401,  401,  403,  403,  303,  401,  403,  403,  403,  403,  303,  303),
    "Dr Okafor's own, or a signer's":(401,  401,  401,  401,  401,  401,  401,  303,  404,  303,  401,  404,  404,  404,  404,  303,  303),
    "owner's, changed meanwhile": (401,  401,  401,  401,  401,  401,  401,  403,  403,  409,  401,  403,  403,  403,  403,  403,  409),
    "staff's form":              (401,  401, 401, 401, 401, 401, 401,  422,  422,  422,  401,  422,  422,  422,  422,  422,  422),
    "nobody's device":           (401,  401, 401, 401, 401, 401, 401,  404,  404,  404,  401,  404,  404,  404,  404,  404,  404),
    "vouching page":             (303,  303, 303, 303, 303, 303, 303,  403,  403,  200,  303,  403,  403,  403,  403,  200,  200),
    "vouching for Dr Okafor":    (401,  401, 401, 401, 401, 401, 401,  403,  403,  422,  401,  403,  403,  403,  403,  422,  404),
    "therapist's Maya, unseen":  (401,  401, 401, 401, 401, 401, 401,  409,  404,  403,  401,  404,  409,  404,  403,  403,  409),
    "owner's page":              (303,  303, 303, 303, 303, 303, 303,  403,  403,  200,  303,  403,  403,  403,  403,  403,  200),
    "owner's way back":          (303,  303, 303, 303, 303, 303, 303,  403,  403,  303,  303,  403,  403,  403,  403,  403,  303),
    "owner's form":              (401,  401, 401, 401, 401, 401, 401,  403,  403,  422,  401,  403,  403,  403,  403,  403,  422),
    "owner's form, unseen":      (401,  401, 401, 401, 401, 401, 401,  403,  403,  409,  401,  403,  403,  403,  403,  403,  409),
    "owner's deed":              (401,  401, 401, 401, 401, 401, 401,  403,  403,  303,  401,  403,  403,  403,  403,  403,  303),
}
ROUTES = {
    "apex GET /": "anyone",
    "apex GET /terms": "anyone",
    "apex GET /agreement": "anyone",
    "apex GET /signup": "anyone",
    "apex GET /pricing": "anyone",
    "apex POST /stripe/webhook": "no form",
    "clinic GET /clinic/billing": "owner's page",
    "clinic GET /clinic/billing/done": "owner's way back",
    "clinic GET /clinic/billing/invoices": "owner's page",
    "clinic GET /clinic/billing/farewell": "owner's page",
    "clinic POST /clinic/billing/farewell": "owner's deed",
    "clinic POST /clinic/billing/checkout": "owner's form",
    "clinic POST /clinic/billing/plan": "owner's form",
    "clinic POST /clinic/billing/portal": "owner's deed",
    "apex GET /signup/address": "anyone",
    "apex POST /signup": "empty form",
    "apex GET /static/<path:name>": "no such thing",
    "apex GET /healthz": "anyone",
    "apex GET /readyz": "anyone",
    "apex GET /_ui": "anyone",
    "clinic GET /static/<path:name>": "no such thing",
    "clinic GET /healthz": "anyone",
    "clinic GET /readyz": "anyone",
    "clinic GET /": "goes elsewhere",
    "clinic GET /sign-in": "anyone",
    "clinic POST /sign-in": "empty form",
    "clinic GET /in/<token>": "no such thing",
    "clinic POST /in/<token>": "no such thing",
    "clinic POST /in/<token>/not-me": "no such thing",
    "clinic POST /in/phone": "goes elsewhere",
    "clinic GET /in/code": "goes elsewhere",
    "clinic POST /in/code": "goes elsewhere",
    "clinic GET /in/slip": "anyone",
    "clinic POST /in/slip": "empty form",
    "clinic POST /language": "empty form",
    "clinic GET /staff/sign-in": "anyone",
    "clinic POST /staff/sign-in": "empty form",
    "clinic POST /sign-out": "goes elsewhere",
    "clinic POST /leave": "goes elsewhere",
    "clinic POST /you/sign-out-everywhere": "goes elsewhere",
    "clinic GET /home": "her page",
    "clinic GET /home/<uuid:child>": "Maya's page",
    "clinic GET /welcome": "her page",
    "clinic POST /welcome": "her deed",
    "clinic GET /safety": "her page",
    "clinic POST /safety": "her form",
    "clinic GET /safety/<uuid:worry>": "what Dana told",
    "clinic GET /worries/<uuid:worry>": "Maya's record",
    "clinic POST /worries/<uuid:worry>": "Maya's record, a form",
    "clinic GET /check-in": "her page, of one child",
    "clinic GET /check-in/<uuid:child>/<int:n>": "Maya's page",
    "clinic POST /check-in/<uuid:child>/<int:n>": "Maya's deed",
    "clinic GET /updates": "her page",
    "clinic GET /questions": "her page",
    "clinic GET /updates/<uuid:update>": "what Dana told",
    "clinic GET /updates/<uuid:update>/correction": "what Dana told",
    "clinic POST /updates/<uuid:update>/correction": "what Dana is asked",
    "clinic POST /updates/<uuid:update>/unshared": "what Dana told, a deed",
    "clinic GET /updates/<uuid:update>/withdrawal": "what Dana told",
    "clinic POST /updates/<uuid:update>/withdrawal": "what Dana told, a deed",
    "clinic GET /updates/about/<uuid:child>": "Maya's page",
    "clinic POST /check-in/<uuid:child>/<int:n>/draft": "Maya's draft",
    "clinic POST /updates/about/<uuid:child>/draft": "Maya's draft",
    "clinic POST /questions/about/<uuid:child>/draft": "Maya's draft",
    "clinic POST /updates/about/<uuid:child>": "Maya's form",
    "clinic GET /questions/about/<uuid:child>": "Maya's page",
    "clinic POST /questions/about/<uuid:child>": "Maya's form",
    "clinic GET /you": "her page",
    "clinic POST /you/word": "her form",
    "clinic POST /you/devices/<uuid:device>/delete": "no device of hers",
    "clinic POST /you/devices/<uuid:device>/answer": "no device of hers",
    "clinic GET /you/sharing": "her page",
    "clinic POST /you/sharing/about/<uuid:child>": "Maya's form",
    "clinic POST /you/sharing/<uuid:choice>/delete": "what Dana told, a deed",
    "clinic GET /you/opened": "her page",
    "clinic GET /you/mail": "her page",
    "clinic GET /digests/next": "her page",
    "clinic GET /digests/<uuid:digest>": "what Dana told",
    "apex GET /metrics": "no such thing",
    "apex POST /mail/webhook": "no form",
    "clinic GET /unsubscribe/<token>": "no such thing",
    "clinic POST /unsubscribe/<token>": "no such thing",
    "clinic GET /lines": "therapist's page",
    "clinic POST /lines/<uuid:party>": "therapist's Maya, unseen",
    "clinic GET /engagement/weeks": "supervisor's page",
    "clinic GET /engagement/weeks/next": "supervisor's page",
    "clinic GET /engagement/weeks/<uuid:digest>": "not supervised",
    "clinic GET /clinic/digests": "owner's page",
    "clinic POST /clinic/digests/<uuid:run>": "owner's deed",
    "clinic GET /clinic/settings/digests": "owner's page",
    "clinic POST /clinic/settings/digests": "owner's form",
    "clinic POST /you/mail": "her form",
    "clinic POST /you/mail/pause": "her form",
    "clinic POST /you/mail/undo": "her deed",
    "clinic GET /you/words": "her page",
    "clinic POST /you/words": "her form",
    "clinic POST /you/words/<uuid:words>/delete": "what Dana told, a deed",
    "clinic POST /you/words/<uuid:words>/file": "what Dana told, a deed",
    "clinic GET /shared": "her page",
    "clinic POST /you/asked/<uuid:asked>": "what Dana is asked",
    "clinic GET /staff/you": "staff's page",
    "clinic POST /notices/<uuid:notice>/read": "told to Dr Okafor",
    "clinic POST /notices/read": "staff's deed",
    "clinic GET /staff/sign-in/code": "goes elsewhere",
    "clinic POST /staff/sign-in/code": "goes elsewhere",
    "clinic GET /staff/sign-in/lost": "goes elsewhere",
    "clinic POST /staff/sign-in/lost": "goes elsewhere",
    "clinic GET /staff/password": "anyone",
    "clinic POST /staff/password": "empty form",
    "clinic GET /staff/password/asked": "anyone",
    "clinic GET /staff/password/<token>": "no such thing",
    "clinic POST /staff/password/<token>": "no such thing",
    "clinic GET /staff/address/<token>": "no such thing",
    "clinic POST /staff/address/<token>": "no such thing",
    "clinic GET /staff/you/password": "staff's page",
    "clinic POST /staff/you/password": "staff's form",
    "clinic GET /staff/you/address": "staff's page",
    "clinic POST /staff/you/address": "staff's form",
    "clinic POST /staff/devices/<uuid:device>/delete": "nobody's device",
    "clinic POST /staff/devices/<uuid:device>/answer": "nobody's device",
    "clinic POST /staff/devices/others/delete": "staff's deed",
    "clinic GET /staff/second-step": "staff's page",
    "clinic POST /staff/second-step": "staff's deed",
    "clinic POST /staff/second-step/codes": "staff's deed",
    "clinic POST /staff/second-step/delete": "staff's deed",
    "clinic POST /staff/sure": "staff's deed",
    "clinic POST /staff/you/lost/delete": "staff's deed",
    "clinic GET /staff/lost": "vouching page",
    "clinic POST /staff/lost/<uuid:lost>": "vouching for Dr Okafor",
    "clinic GET /today": "therapist's page",
    "clinic GET /answers/<uuid:update>": "therapist's Maya",
    "clinic POST /answers/<uuid:update>": "therapist's Maya, a form",
    "clinic GET /families": "therapist's page",
    "clinic POST /families/search": "therapist's deed",
    "clinic GET /families/new": "therapist's page",
    "clinic POST /families": "therapist's form",
    "clinic GET /families/<uuid:child>": "Maya's record",
    "clinic GET /families/<uuid:child>/people": "therapist's Maya",
    "clinic GET /withdrawn/<uuid:withdrawal>": "therapist's Maya",
    "clinic POST /withdrawn/<uuid:withdrawal>": "therapist's Maya, a form",
    "clinic POST /parts/<uuid:part>/agreement": "therapist's Maya, a deed",
    "clinic POST /parts/<uuid:part>/address": "therapist's Maya, a form",
    "clinic GET /families/<uuid:child>/people/new": "therapist's Maya",
    "clinic POST /families/<uuid:child>/people": "therapist's Maya, a form",
    "clinic GET /families/<uuid:child>/end": "therapist's Maya",
    "clinic POST /families/<uuid:child>/end": "therapist's Maya, a deed",
    "clinic POST /families/<uuid:child>/end/delete": "therapist's Maya, a deed",
    "clinic GET /parts/<uuid:part>": "therapist's Maya",
    "clinic POST /parts/<uuid:part>/pause": "therapist's Maya, a deed",
    "clinic POST /parts/<uuid:part>/pause/delete": "therapist's Maya, a deed",
    "clinic POST /parts/<uuid:part>/sensitive": "therapist's Maya, a deed",
    "clinic POST /parts/<uuid:part>/sensitive/delete": "therapist's Maya, a deed",
    "clinic POST /parts/<uuid:part>/sharing": "Maya's therapist, a form",
    "clinic POST /parts/<uuid:part>/sharing/delete": "therapist's Maya, a deed",
    "clinic GET /parts/<uuid:part>/words": "therapist's Maya",
    "clinic POST /parts/<uuid:part>/words": "therapist's Maya, a form",
    "clinic GET /parts/<uuid:part>/shared-use": "Maya's therapist",
    "clinic POST /parts/<uuid:part>/shared-use": "Maya's therapist, a form",
    "clinic POST /parts/<uuid:part>/end": "therapist's Maya, a deed",
    "clinic POST /parts/<uuid:part>/end/delete": "therapist's Maya, a deed",
    "clinic POST /parts/<uuid:part>/homes": "therapist's Maya, a form",
    "clinic POST /stays/<uuid:stay>/delete": "therapist's Maya, a deed",
    "clinic GET /parts/<uuid:part>/address/change": "therapist's Maya",
    "clinic POST /parts/<uuid:part>/address/change": "therapist's Maya, a form",
    "clinic GET /parts/<uuid:part>/standing": "therapist's Maya",
    "clinic POST /parts/<uuid:part>/standing": "therapist's Maya, a form",
    "clinic POST /parts/<uuid:part>/standing/delete": "therapist's Maya, a deed",
    "clinic POST /parts/<uuid:part>/invitation": "Maya's way in, a deed",
    "clinic POST /parts/<uuid:part>/invitation/delete": "Maya's way in, a deed",
    "clinic POST /parts/<uuid:part>/phone": "therapist's Maya, a form",
    "clinic POST /parts/<uuid:part>/call": "therapist's Maya, a form",
    "clinic POST /entries/<uuid:entry>/not-them": "therapist's Maya, a deed",
    "clinic POST /parts/<uuid:part>/slip": "Maya's way in, a deed",
    "clinic GET /slips/<uuid:slip>": "Dr Okafor's slip",
    "clinic GET /families/<uuid:child>/team": "therapist's Maya",
    "clinic POST /families/<uuid:child>/team": "Maya's therapist, a form",
    "clinic GET /families/<uuid:child>/hand-over": "Maya's therapist",
    "clinic POST /families/<uuid:child>/hand-over": "Maya's therapist, a form",
    "clinic POST /families/<uuid:child>/closed-to": "Maya's therapist, a form",
    "clinic POST /closed-to/<uuid:closing>/delete": "Maya's therapist, a deed",
    "clinic POST /families/<uuid:child>/desk": "Maya's therapist, a deed",
    "clinic POST /families/<uuid:child>/desk/delete": "Maya's therapist, a deed",
    "clinic POST /team/<uuid:membership>/delete": "Maya's therapist, a deed",
    "clinic GET /staff/you/away": "therapist's page",
    "clinic POST /staff/you/away": "therapist's form",
    "clinic POST /away/<uuid:absence>/delete": "Dr Okafor's own, a deed",
    "clinic GET /desk": "office's page",
    "clinic GET /engagement": "supervisor's page",
    "clinic POST /engagement/search": "supervisor's deed",
    "clinic GET /engagement/therapists": "supervisor's page",
    "clinic GET /engagement.csv": "supervisor's page",
    "clinic POST /alerts/<uuid:alert>": "Dr Okafor's own, a form",
    "clinic GET /reviews/of/<uuid:child>": "not supervised",
    "clinic POST /reviews/of/<uuid:child>": "not supervised, a form",
    "clinic POST /reviews/<uuid:review>/finish": "Sade's own, a deed",
    "clinic GET /engagement/families/<uuid:child>": "not supervised",
    "clinic POST /reviews/<uuid:review>/notes": "Sade's own, a form",
    "clinic POST /reviews/<uuid:review>/actions": "Sade's own, a form",
    "clinic POST /reviews/<uuid:review>/sign-off": "Sade's own, a deed",
    "clinic GET /agreed/<uuid:child>": "Maya's record",
    "clinic POST /actions/<uuid:action>/done": "Dr Reyes's action, a deed",
    "clinic POST /actions/<uuid:action>/done/delete": "Dr Reyes's action, a deed",
    "clinic POST /actions/<uuid:action>/hold": "Sade's own, a deed",
    "clinic POST /actions/<uuid:action>/hold/delete": "Sade's own, a deed",
    "clinic POST /you/agreed/<uuid:child>/less": "Maya's deed",
    "clinic POST /you/agreed/<uuid:child>/more": "Maya's deed",
    "clinic POST /you/agreed/<uuid:child>/delete": "Maya's deed",
    "clinic POST /parts/<uuid:part>/less": "therapist's Maya, a deed",
    "clinic POST /parts/<uuid:part>/more": "therapist's Maya, a deed",
    "clinic POST /parts/<uuid:part>/talk": "therapist's Maya, a deed",
    "clinic GET /break-glass": "reader's page",
    "clinic POST /break-glass": "reader's form",
    "clinic POST /break-glass/open": "reader's form",
    "clinic POST /break-glass/<uuid:glass>/finish": "Dr Reyes's own, a deed",
    "clinic GET /break-glass/log": "signer's page",
    "clinic GET /held-back": "supervisor's page",
    "clinic GET /held-back/<uuid:held>": "supervisor's page",
    "clinic POST /held-back/<uuid:held>": "supervisor's form",
    "clinic GET /clinic/staff": "owner's page",
    "clinic GET /clinic/staff/new": "owner's page",
    "clinic POST /clinic/staff": "owner's form",
    "clinic GET /clinic/staff/<uuid:member>": "owner's page",
    "clinic POST /clinic/staff/<uuid:member>/roles": "owner's, changed meanwhile",
    "clinic POST /clinic/staff/<uuid:member>/name": "owner's form",
    "clinic POST /clinic/staff/<uuid:member>/invitation": "owner's deed",
    "clinic POST /clinic/staff/<uuid:member>/invitation/delete": "owner's deed",
    "clinic POST /clinic/staff/<uuid:member>/supervision": "owner's deed",
    "clinic POST /clinic/supervision/<uuid:pair>/delete": "owner's deed",
    "clinic GET /clinic/staff/<uuid:member>/leaving": "owner's page",
    "clinic POST /clinic/staff/<uuid:member>/caseload": "owner's form",
    "clinic POST /clinic/staff/<uuid:member>/end": "owner's form",
    "clinic POST /clinic/staff/<uuid:member>/return": "owner's deed",
    "clinic GET /signatures": "staff's page",
    "clinic POST /signatures/<uuid:widening>/sign": "signer's deed",
    "clinic POST /signatures/<uuid:widening>/refuse": "signer's deed",
    "clinic POST /signatures/<uuid:widening>/withdraw": "Dr Okafor's own, or a signer's",
    "clinic GET /clinic": "owner's page",
    "clinic GET /clinic/audit": "owner's page",
    "clinic POST /clinic/audit": "owner's deed",
    "clinic GET /families/<uuid:child>/questions": "therapist's Maya",
    "clinic POST /families/<uuid:child>/questions": "therapist's Maya, unseen",
    "clinic POST /families/<uuid:child>/questions/own": "therapist's Maya, a form",
    "clinic GET /clinic/settings": "owner's page",
    "clinic GET /clinic/settings/place": "owner's page",
    "clinic POST /clinic/settings/place": "owner's form",
    "clinic GET /clinic/settings/answering": "owner's page",
    "clinic GET /clinic/settings/noticing": "owner's page",
    "clinic POST /clinic/settings/noticing": "owner's form",
    "clinic POST /clinic/settings/answering": "owner's form",
    "clinic GET /clinic/settings/questions": "owner's page",
    "clinic POST /clinic/settings/questions": "owner's form",
    "clinic POST /clinic/settings/questions/<uuid:question>": "owner's form, unseen",
    "clinic POST /clinic/settings/questions/<uuid:question>/place": "owner's form",
    "clinic GET /clinic/settings/look": "owner's page",
    "clinic POST /clinic/settings/look/colour": "owner's form",
    "clinic POST /clinic/settings/look/logo": "owner's form",
    "clinic POST /clinic/settings/look/logo/delete": "owner's deed",
    "clinic GET /clinic/settings/names": "owner's page",
    "clinic POST /clinic/settings/names": "owner's form",
    "clinic GET /look/<name>": "no such thing",
    "clinic GET /logo/<name>": "no such thing",
    "clinic POST /clinic/confirmation": "owner's deed",
    "clinic POST /clinic/address": "owner's form",
}
WITHOUT_TOKEN = {"apex POST /stripe/webhook", "clinic POST /leave", "clinic POST /unsubscribe/<token>", "apex POST /mail/webhook"}
"""The only forms that no forgery check may stop: leaving, and a mail program's press; `/in/<token>` checks by itself, for all but the link that sign-up gave."""
# fmt: on
ALONE = {
    "clinic POST /closed-to/<uuid:closing>/delete": 404,
    "clinic POST /clinic/supervision/<uuid:pair>/delete": 404,
    "clinic POST /team/<uuid:membership>/delete": 422,
}
"""Where Ines differs from her line: two of the ids are Harbour's, and her own leaving Lena's team would leave nobody."""

HER_WORDS, THE_REPLY, LEES_REPLY = "The move frightens her", "Follow her lead in this", "Before the hearing, nothing"
WITHDRAWN, AT_HOME_WORDS = "Better unsaid", "She counted the stars"
NOT_FOR = {
    "dana": (LEES_REPLY, WITHDRAWN),
    "rosa": (HER_WORDS, WITHDRAWN, THE_REPLY, LEES_REPLY, "Dana", "Chris"),
    "chris": (HER_WORDS, AT_HOME_WORDS, WITHDRAWN, THE_REPLY, LEES_REPLY, "Dana", "Rosa"),
    "okafor": (WITHDRAWN,),
    "mills": (LEES_REPLY, WITHDRAWN),
    "dana@meadow": (HER_WORDS, AT_HOME_WORDS, WITHDRAWN, THE_REPLY, LEES_REPLY),
    "okafor@meadow": (HER_WORDS, AT_HOME_WORDS, WITHDRAWN, THE_REPLY, LEES_REPLY),
}
STRANGERS_SEE_NO = (HER_WORDS, AT_HOME_WORDS, WITHDRAWN, THE_REPLY, LEES_REPLY, "Dana", "Rosa", "Chris", "Maya")
AT_HOME = (
    "clinic GET /home",
    "clinic GET /home/<uuid:child>",
    "clinic GET /shared",
    "clinic GET /you/sharing",
    "clinic POST /you/sharing/about/<uuid:child>",
)
"""Rosa reads here the name of whom she lives with, and what was shared with her."""
NAMES_WHO_DID_WHAT = {
    ("olga", "clinic GET /clinic/audit"): (HER_WORDS, AT_HOME_WORDS, WITHDRAWN, THE_REPLY, LEES_REPLY)
} | {
    ("sade", f"clinic {route}"): tuple(word for word in STRANGERS_SEE_NO if word != "Maya")
    for route in ("GET /held-back", "GET /held-back/<uuid:held>", "POST /held-back/<uuid:held>")
}
"""The owner's list of deeds names people and children; it holds no word that anybody wrote. A supervisor's list of what
is held back names the child, and no caregiver."""


@dataclass(frozen=True)
class Told:
    """Dana's ids, by the noun they have in an address."""

    ids: dict[str, object]

    def address(self, rule: Rule) -> str:
        unknown = rule.arguments - set(self.ids)
        assert not unknown, (
            f"{rule.rule}: say in test_every_door.told which id of Dana's is meant by {', '.join(unknown)}"
        )
        path = rule.rule
        for part in [part for part in path.split("/") if part.startswith("<")]:
            path = path.replace(part, str(self.ids[part.strip("<>").rpartition(":")[2]]))
        return path


def first_question(house: House) -> object:
    with transaction(house.staff()):
        return listed()[0].id


@pytest.fixture
def told(harbour: House, meadow: House) -> Told:
    update = tells(harbour, "dana", "maya", HER_WORDS)
    replies(harbour, update, THE_REPLY)
    replies(harbour, tells(harbour, "lee", "sam", "When do we meet?"), LEES_REPLY)
    ids = {"child": harbour.children["maya"], "update": update, "part": harbour.parts["dana"]}
    ids |= {"question": first_question(harbour)}
    ids |= {"member": harbour.people["okafor"], **sight(harbour)}
    ids |= {"notice": notifies(harbour, "okafor"), "worry": worries(harbour, "dana", "maya")}
    ids |= {"held": reads_worry(harbour, "okafor", ids["worry"])}
    ids |= {"withdrawal": withdraws(harbour, "dana", "maya"), "words": asks_for_words(harbour, "dana")}
    ids |= {"alert": asks_for_a_word(harbour), **has_digest(harbour, "dana", update)}
    ids |= {"choice": shares_at_home(harbour, "dana", "maya")}
    tells_at_home(harbour, "dana", "maya", AT_HOME_WORDS, ids["choice"])
    ids |= {"lost": loses(harbour, "okafor"), "device": new_id(), **slips(harbour, "dana", "okafor")}
    return Told(ids | {"asked": asks(harbour, "dana"), "n": 1, "token": "x" * 22, "name": "nothing.css"})


def doors(app) -> list[tuple[str, Rule]]:
    """Each route and method, as it stands in ROUTES."""
    return [
        (f"{rule.subdomain} {method} {rule.rule}", rule)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]


def visitor(app, who: str, harbour: House, meadow: House) -> Visitor:
    name, _, where = who.partition("@")
    return Visitor(app, meadow if where else harbour, name)


def at_home(app, told: Told) -> tuple[Visitor, Told]:
    """Ines at her own clinic, and what is tried there: hers, and of what she cannot have Harbour's."""
    house = solo.cove(app)
    return Visitor(app, house, "ines"), Told(told.ids | solo.hers(house))


def walk(app, servers, who: str, told: Told, harbour: House, meadow: House) -> list[str]:
    """What was not as the table says, as sentences."""
    wrong, column = [], WHO.index(who)
    guest, told = at_home(app, told) if who == "ines" else (visitor(app, who, harbour, meadow), told)
    guest.ask("POST", "/welcome", use="nobody")
    for key, rule in doors(app):
        host, method, _ = key.split(" ", 2)
        servers.valkey.client().flushall()
        answer = guest.ask(method, told.address(rule), base=APEX if host == "apex" else None)
        wanted = (who == "ines" and ALONE.get(key)) or TABLE[ROUTES[key]][column]
        if answer.status_code != wanted:
            wrong.append(f"{key} answers {who} {answer.status_code}, not {wanted}")
        hidden = NAMES_WHO_DID_WHAT.get((who, key), NOT_FOR.get(who, STRANGERS_SEE_NO))
        hidden = tuple(word for word in hidden if (who, word) != ("rosa", "Dana") or key not in AT_HOME)
        leaked = [word for word in hidden if re.search(rf"\b{re.escape(word)}\b", answer.text)]
        if leaked and host == "clinic":
            wrong.append(f"{key} tells {who}: {', '.join(leaked)}")
    return wrong


def test_every_door_has_its_line_in_the_table(application):
    routes = [key for key, _ in doors(application)]
    new = [key for key in routes if key not in ROUTES]
    assert not new, f"Add to ROUTES in tests/test_every_door.py who may enter, as a line of TABLE: {new}"
    assert [key for key in ROUTES if key not in routes] == [], "these are no routes any more"
    assert set(ROUTES.values()) == set(TABLE), "a line of TABLE is for no route"
    assert all(len(line) == len(WHO) for line in TABLE.values())


@pytest.mark.parametrize("who", WHO)
def test_every_door_with_both_walls_up(app, servers, harbour, meadow, told, who):
    assert walk(app, servers, who, told, harbour, meadow) == []


@pytest.mark.parametrize("who", WHO)
def test_every_door_with_the_wall_in_the_database_down(app, servers, harbour, meadow, told, who, bypassing):
    with bypassing("staff", "family"):
        assert walk(app, servers, who, told, harbour, meadow) == []


def test_no_form_is_taken_without_its_token(app, harbour, told):
    dana = Visitor(app, harbour, "dana")
    for key, rule in doors(app):
        host, method, _ = key.split(" ", 2)
        if method == "POST" and key not in WITHOUT_TOKEN:
            answer = dana.ask("POST", told.address(rule), base=APEX if host == "apex" else None, token=False)
            assert answer.status_code == 401, f"{key} took a form without a token"


def test_a_route_without_an_access_decision_does_not_exist(application):
    with pytest.raises(TypeError, match="access"):
        Portal("open", __name__).get("/open")(lambda: "")
    for rule in application.url_map.iter_rules():
        assert application.view_functions[rule.endpoint].access, f"{rule.rule}: registered past the door"
