"""The demo's and the tests' mail server: takes every mail, delivers none, and shows them as pages.

`python -m dev.outbox --smtp-port N --http-port M --folder F`
"""
