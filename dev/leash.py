"""Becomes another program that ends when its parent does: `leash.py PARENT SIGNAL UID:GID|- PROGRAM ARGUMENT…`.

A program of its own and not a `preexec_fn`, which may deadlock in a process with threads. The order matters: changing
the uid clears the parent-death signal. Only the standard library, started with -I -S: 15 ms.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(parent: str, number: str, account: str, *command: str) -> None:
    if account != "-":
        uid, _, gid = account.partition(":")
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))
    if os.getppid() != int(parent):
        sys.exit("The parent ended before this could begin.")
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
