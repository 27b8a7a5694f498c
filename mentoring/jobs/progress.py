"""How far a run is: a number for the page, kept in Redis because it may be lost."""

import functools
import json

import redis
from django.conf import settings

SECONDS_KEPT = 3600


@functools.cache
def client():
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)


def report(run_id, done, total, label=""):
    """Note that ``done`` of ``total`` steps are behind us. Never raises when Redis is away."""
    value = json.dumps({"done": done, "total": total, "label": str(label)})
    try:
        client().set(f"progress:{run_id}", value, ex=SECONDS_KEPT)
    except redis.RedisError:
        return


def read(run_id):
    """``{"done", "total", "label"}`` of a run, or None when nothing is known."""
    try:
        value = client().get(f"progress:{run_id}")
    except redis.RedisError:
        return None
    return json.loads(value) if value else None


def broker_is_up():
    try:
        return bool(client().ping())
    except redis.RedisError:
        return False


def worker_is_up():
    """Whether a worker did the minute tick lately: what a page tells people who wait."""
    try:
        return bool(client().exists("worker:alive"))
    except redis.RedisError:
        return False


def is_stuck(run):
    """Whether a run is open and nothing is there that would do it."""
    return run.is_open and not (broker_is_up() and worker_is_up())


def worker_is_alive():
    """Say so; called by the worker at start and at every tick."""
    try:
        client().set("worker:alive", 1, ex=150)
    except redis.RedisError:
        return
