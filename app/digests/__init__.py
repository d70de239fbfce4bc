"""Digests: the week at home for a caregiver, the week of supervision; each a page behind sign-in and a mail that says no more."""
