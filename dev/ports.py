"""Ports on 127.0.0.1."""

import socket


def free() -> int:
    """A port nobody listens on now. Somebody may take it before it is used, which its part then reports."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return int(candidate.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server could listen there. A closed connection still in TIME_WAIT does not count against it."""
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_or(preferred: int) -> int:
    """`preferred` when it is free and a port at all, else any free one."""
    return preferred if preferred < 65536 and is_free(preferred) else free()
