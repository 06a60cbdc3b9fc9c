#!/usr/bin/python3
"""Waits until the cluster is whole, then kills the leader's PostgreSQL; with an even number its Patroni too, as when the machine goes.
With 0 it only waits."""

import json
import os
import signal
import sys
import time
import urllib.request

FOLDER = "@FOLDER@"
NODES = [@NODES@]


def members():
    for api, _ in NODES:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{api}/cluster", timeout=3) as answer:
                return json.load(answer)["members"]
        except OSError:
            continue
    return []


def leader():
    """The number of the leader when two followers run behind it, one of them in step."""
    now = members()
    leaders = [m for m in now if m["role"] == "leader" and m["state"] == "running"]
    followers = [m for m in now if m["role"] != "leader" and m["state"] in ("running", "streaming")]
    in_step = [m for m in followers if m["role"] == "sync_standby"]
    if len(leaders) == 1 and len(followers) == len(NODES) - 1 and in_step:
        return int(leaders[0]["name"].split("-")[1])
    return None


def first_line(path):
    with open(path) as file:
        return int(file.readline())


def main():
    number = int(sys.argv[1])
    for _ in range(900):
        nr = leader()
        if nr is not None:
            break
        time.sleep(0.1)
    else:
        sys.exit(f"the cluster is not whole after 90 s: {members()}")
    if number == 0:
        return
    if number % 2 == 0:
        os.kill(first_line(f"{FOLDER}/patroni-{nr}.pid"), signal.SIGKILL)
    os.kill(first_line(f"{FOLDER}/data-{nr}/postmaster.pid"), signal.SIGKILL)


main()
