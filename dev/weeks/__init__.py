"""Clinics whose week's digests come due, and what became of each: for what measures digests and what breaks them."""
