#!/usr/bin/env python3
"""Times a sync and two runs against a tenant on this machine: python3 Tests/bench/apply.py [--users 5000] [--steps 1000]

`cork sandbox` serves --users generated users with limits that nothing reaches, so what is timed is cork and the tenant,
not Okta's minute. cork syncs users, groups and memberships; then a plan suspends --steps users, and another puts --steps
users into a group. The journal is on the disk before each call leaves, as it always is.

The peer is a Python program that makes as many calls of the same kind on one connection and on four, and keeps nothing:
pages of users, and for each step the record read, the change, the record read again. What the tenant counted afterwards
must be what was asked, or the run ends with an error.
"""
import argparse, http.client, json, os, platform, re, shutil, statistics, subprocess, sys, threading, time, urllib.parse, urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peers import CORK, WORK

TEAM = 15
HEADERS = {"Authorization": "SSWS sandbox", "Accept": "application/json", "Content-Type": "application/json"}


class Tenant:
    """A sandbox of its own, from its start to its end."""

    def __init__(self, users):
        self.process = subprocess.Popen([CORK, "sandbox", "--generate", str(users), "--window", "1ms"], stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.process.kill()
        self.process.wait()

    def calls(self):
        with urllib.request.urlopen(f"{self.address}/__sandbox/state") as answer:
            return sum(json.load(answer)["calls"].values())

    def ids(self, object_):
        with urllib.request.urlopen(f"{self.address}/__sandbox/ids/{object_}") as answer:
            return json.load(answer)

    def connection(self):
        return http.client.HTTPConnection(urllib.parse.urlparse(self.address).netloc)


def call(connection, method, path, body=None):
    connection.request(method, path, body=body, headers=HEADERS)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300:
        sys.exit(f"{method} {path}: {answer.status}")
    return text, answer.headers.get_all("Link") or []


def paged(connection, path):
    """The rows of every page of a list."""
    rows = []
    while path:
        text, links = call(connection, "GET", path)
        rows += json.loads(text)
        found = [re.match(r'<([^>]+)>; rel="next"', link) for link in links]
        following = [match[1] for match in found if match]
        path = following and re.sub(r"^https?://[^/]+", "", following[0])
    return rows


def shared(tenant, connections, items, work):
    """Seconds that connections take together for a list of items."""
    rest, lock = iter(items), threading.Lock()

    def run():
        connection = tenant.connection()
        while True:
            with lock:
                item = next(rest, None)
            if item is None:
                return
            work(connection, item)

    threads = [threading.Thread(target=run) for _ in range(connections)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


def report(title, what, seconds, calls, items, unit):
    print(f"{title:22} {what:22} {seconds:6.2f} s   {calls / seconds:7,.0f} calls/s   {items / seconds:8,.0f} {unit}/s", flush=True)


def cork(folder, *words):
    environment = dict(os.environ, XDG_CONFIG_HOME=f"{folder}/config", OKTA_API_TOKEN="sandbox")
    start = time.perf_counter()
    done = subprocess.run([CORK, *words, "-C", f"{folder}/workspace"], env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"cork {' '.join(words)}: {done.stderr.strip()}")
    return time.perf_counter() - start, done


def ours(folder, users, steps):
    with Tenant(users) as tenant:
        cork(folder, "connect", "okta", tenant.address)
        before = tenant.calls()
        seconds, _ = cork(folder, "sync", "users", "groups", "group_members")
        rows = sum(len(tenant.ids(name)) for name in ["users", "groups", "group_members"])
        report("sync", "cork", seconds, tenant.calls() - before, rows, "rows")
        # The token's own user is never acted on.
        some = f'where status == "ACTIVE" and login != "user0@generated.example"'
        team = f"Team {TEAM}"
        boards = {
            "suspend user": f"okta.users | {some} | sort login | take {steps} | suspend user",
            "add user to group": f'okta.users | {some} and no groups[name == "{team}"] | sort login | take {steps}'
                                 f' | add user to group group: "{team}"'}
        for title, board in boards.items():
            plan = f"{folder}/{title.replace(' ', '_')}.json"
            before = tenant.calls()
            seconds, _ = cork(folder, "plan", board, "-o", plan)
            report(title, "cork plan", seconds, tenant.calls() - before, steps, "steps")
            before, held = tenant.calls(), len(tenant.ids("group_members"))
            seconds, done = cork(folder, "apply", plan, "--confirm", str(steps))
            if f"{steps:,} done" not in done.stdout + done.stderr:
                sys.exit(f"{title} did not do {steps}: {done.stderr}")
            if title == "add user to group" and len(tenant.ids("group_members")) != held + steps:
                sys.exit("the tenant has other memberships than were asked for")
            report(title, "cork apply", seconds, tenant.calls() - before, steps, "steps")


def theirs(users, steps, connections):
    """The same calls by a loop that keeps nothing."""
    title = f"Python, {connections} connection" + ("s" if connections > 1 else "")
    with Tenant(users) as tenant:
        first, before = tenant.connection(), tenant.calls()
        start = time.perf_counter()
        people = paged(first, "/api/v1/users?limit=200")
        groups = paged(first, "/api/v1/groups?limit=200")
        seconds = time.perf_counter() - start
        members = []
        seconds += shared(tenant, connections, groups, lambda connection, group: members.extend(
            paged(connection, f"/api/v1/groups/{group['id']}/users?limit=200")))
        report("sync", title, seconds, tenant.calls() - before - 1, len(people) + len(groups) + len(members), "rows")
        active = sorted((user["profile"]["login"], user["id"]) for user in people if user["status"] == "ACTIVE")
        active = [identity for login, identity in active if login != "user0@generated.example"]
        group = next(group["id"] for group in groups if group["profile"]["name"] == f"Team {TEAM}")

        def suspend(connection, user):
            for method, path in [("GET", ""), ("POST", "/lifecycle/suspend"), ("GET", "")]:
                call(connection, method, f"/api/v1/users/{user}{path}")

        def add(connection, user):
            for method, path in [("GET", f"users/{user}/groups"), ("PUT", f"groups/{group}/users/{user}"), ("GET", f"users/{user}/groups")]:
                call(connection, method, f"/api/v1/{path}")

        seconds = shared(tenant, connections, active[:steps], suspend)
        report("suspend user", title, seconds, 3 * steps, steps, "steps")
        seconds = shared(tenant, connections, active[steps : 2 * steps], add)
        report("add user to group", title, seconds, 3 * steps, steps, "steps")


def flush(folder):
    """Seconds that the disk takes to keep 4 KB."""
    with open(f"{folder}/flushed", "wb", buffering=0) as file:
        file.write(b"x" * 4096)
        start = time.perf_counter()
        os.fsync(file.fileno())
        return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=5_000)
    parser.add_argument("--steps", type=int, default=1_000)
    parser.add_argument("--folder", default=WORK, help="where the workspace is made: the journal waits for that disk")
    options = parser.parse_args()
    folder = os.path.join(os.path.abspath(options.folder), "apply")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(f"{folder}/workspace")
    waits = statistics.median(flush(folder) for _ in range(50)) * 1000
    print(f"{platform.machine()}, {os.cpu_count()} cores; {options.users:,} users, {options.steps:,} steps; fsync {waits:.2f} ms")
    ours(folder, options.users, options.steps)
    for connections in [1, 4]:
        theirs(options.users, options.steps, connections)
    shutil.rmtree(folder)


main()
