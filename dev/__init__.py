"""Development only, on Linux: real servers on this machine, and the one parent that runs them.

Nothing in `app` or `tenants` imports this.
"""
