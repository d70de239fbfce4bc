"""The demo's and the tests' Stripe: keeps what it is told, moves no money, and answers as Stripe's API does.

`python -m dev.stripe --port N --folder F --webhook-url U --webhook-secret S`

What it cannot do it refuses by name; it ignores nothing it is asked for.
"""
