"""What is broken on purpose, in real processes, to count what is lost and what is done twice (trust.md)."""
