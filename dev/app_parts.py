"""The app's own processes, as the demo runs them and as `fly.toml` must."""

import http.client
import sys
from collections.abc import Mapping
from datetime import datetime

from redis import Redis, RedisError

from dev.environment import without_owner
from dev.parts import Program

COMMANDS = {
    "web": "gunicorn wsgi:app --worker-class gthread --workers 2 --threads 4 --no-control-socket --graceful-timeout 10",
    "worker": "flask jobs work",
    "scheduler": "flask jobs schedule",
}
LONGEST_JOB = 60.0


def python(words: str) -> list[str]:
    """The command as a module: a console script's first line may be too long for the kernel in a deep folder."""
    return [sys.executable, "-m", *words.split()]


def app_parts(port: int, environment: Mapping[str, str], since: datetime) -> list[Program]:
    """Web, worker and scheduler, web on `port`. `since` tells this worker from those a killed run left registered."""
    variables = without_owner(environment)
    bind = ["--bind", f"127.0.0.1:{port}"]
    with_redis = Redis.from_url(environment["REDIS_URL"], socket_timeout=2, socket_connect_timeout=2)
    return [
        Program(
            "web", [*python(COMMANDS["web"]), *bind], variables, lambda: bool(status(port)), grace=15, restarts=True
        ),
        Program(
            "worker",
            python(COMMANDS["worker"]),
            variables,
            lambda: workers_since(with_redis, since) > 0,
            grace=LONGEST_JOB + 5,
            restarts=True,
        ),
        Program("scheduler", python(COMMANDS["scheduler"]), variables, restarts=True),
    ]


def status(port: int) -> int:
    """What the front page is answered with; 0 when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def workers_since(connection: Redis, since: datetime) -> int:
    """How many workers have registered after `since` (aware) and not signed off."""
    from rq import Worker  # a quarter of a second, and only here

    try:
        workers = Worker.all(connection=connection)
    except RedisError:
        return 0
    return sum(1 for worker in workers if worker.birth_date and worker.birth_date >= since and not worker.death_date)
