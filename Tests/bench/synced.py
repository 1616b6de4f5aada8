#!/usr/bin/env python3
"""Times a question to a synced org beside DuckDB on its own file: python3 Tests/bench/synced.py [--users 50000] [--rounds 9]

An org of --users users in groups of about 500, ten memberships each, is served by `cork sandbox` and synced over
HTTP. DuckDB gets the same rows in a database file of its own. Then both answer, each from the start of its process:
Q1  active users by department
Q2  members of each group, through the memberships
Q3  logins of the suspended members of one group
The rows of both must be the same, or no time is printed. The runs are interleaved; medians count.
"""
import argparse, json, os, platform, random, shutil, statistics, subprocess, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peers import CORK, WORK, duckdb, timed

DEPARTMENTS = ["Engineering", "Sales", "Support", "Finance", "IT", "Legal", "People", "Design"]
STATUSES = ["ACTIVE"] * 18 + ["SUSPENDED", "STAGED"]

QUESTIONS = {
    "Q1": ('okta.users | where status = "ACTIVE" | group department: n = count | sort department',
           "SELECT department, count(*) AS n FROM users WHERE status = 'ACTIVE' GROUP BY 1 ORDER BY 1"),
    "Q2": ("okta.groups | show name, n = count(users) | sort name",
           "SELECT g.name, count(u.id) AS n FROM groups g LEFT JOIN members m ON m.groupId = g.id"
           " LEFT JOIN users u ON u.id = m.userId GROUP BY 1 ORDER BY 1"),
    "Q3": ('okta.users | where status = "SUSPENDED" and groups.name = "Group 0007" | show login | sort login',
           "SELECT u.login FROM users u JOIN members m ON m.userId = u.id JOIN groups g ON g.id = m.groupId"
           " WHERE u.status = 'SUSPENDED' AND g.name = 'Group 0007' ORDER BY 1"),
}


def generate(folder, count):
    """The tenant's folder for the sandbox, and the same rows as CSV for DuckDB."""
    r = random.Random(3)
    stamp = "2026-05-01T00:00:00.000Z"
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789"
    identity = lambda prefix: prefix + "".join(r.choices(letters, k=17))
    users, groups, members = [], [], []
    for n in range(count):
        login = f"user{n}@acme.com"
        users.append({
            "id": identity("00u"), "status": r.choice(STATUSES), "created": stamp, "activated": stamp,
            "statusChanged": stamp, "lastLogin": stamp, "lastUpdated": stamp, "passwordChanged": stamp,
            "type": {"id": "oty0000000000000001"},
            "profile": {"login": login, "email": login, "firstName": f"First{n % 977}", "lastName": f"Last{n % 1009}",
                        "department": r.choice(DEPARTMENTS), "employeeNumber": f"{n:06d}"},
            "credentials": {"provider": {"type": "OKTA", "name": "OKTA"}}})
    for n in range(max(10, count // 50)):
        groups.append({
            "id": identity("00g"), "created": stamp, "lastUpdated": stamp, "lastMembershipUpdated": stamp,
            "objectClass": ["okta:user_group"], "type": "OKTA_GROUP",
            "profile": {"name": f"Group {n:04d}", "description": None}})
    for user in users:
        for group in r.sample(groups, 10):
            members.append({"groupId": group["id"], "userId": user["id"]})
    types = [{"id": "oty0000000000000001", "name": "user", "displayName": "User", "default": True,
              "created": stamp, "lastUpdated": stamp}]
    os.makedirs(f"{folder}/tenant")
    for name, rows in [("users", users), ("groups", groups), ("group_members", members), ("user_types", types)]:
        with open(f"{folder}/tenant/{name}.json", "w") as file:
            json.dump(rows, file)
    with open(f"{folder}/users.csv", "w") as file:
        file.write("id,login,status,department\n")
        for user in users:
            file.write(f"{user['id']},{user['profile']['login']},{user['status']},{user['profile']['department']}\n")
    with open(f"{folder}/groups.csv", "w") as file:
        file.write("id,name\n")
        for group in groups:
            file.write(f"{group['id']},{group['profile']['name']}\n")
    with open(f"{folder}/members.csv", "w") as file:
        file.write("groupId,userId\n")
        for member in members:
            file.write(f"{member['groupId']},{member['userId']}\n")
    return len(members)


def sync(folder):
    """Serves the tenant, connects, syncs; prints what that took."""
    environment = dict(os.environ, XDG_CONFIG_HOME=f"{folder}/config", OKTA_API_TOKEN="sandbox")
    server = subprocess.Popen([CORK, "sandbox", "--tenant", f"{folder}/tenant", "--window", "500ms"],
                              stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        os.makedirs(f"{folder}/workspace")
        run = lambda *words: subprocess.run([CORK, *words, "-C", f"{folder}/workspace"], env=environment, check=True,
                                            capture_output=True, text=True)
        run("connect", "okta", address)
        start = time.perf_counter()
        done = run("sync", "users", "groups", "group_members")
        seconds = time.perf_counter() - start
        print(f"synced over HTTP in {seconds:.1f} s: " + done.stderr.strip().splitlines()[-1].replace(address, "sandbox"))
    finally:
        server.kill()
        server.wait()


def answer(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr}")
    return done.stdout.splitlines()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--keep", action="store_true", help="use the workspace of the last run")
    options = parser.parse_args()
    folder = os.path.join(WORK, f"synced-{options.users}")
    peer = duckdb()
    if not options.keep or not os.path.exists(folder):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        members = generate(folder, options.users)
        print(f"{platform.machine()}, {os.cpu_count()} cores; {options.users:,} users, {members:,} memberships")
        sync(folder)
        load = "".join(f"CREATE TABLE {name} AS FROM read_csv('{name}.csv');" for name in ["users", "groups", "members"])
        subprocess.run([peer, "own.duckdb", "-c", load], cwd=folder, check=True, capture_output=True)
    missed = []
    for title, (board, sql) in QUESTIONS.items():
        commands = {
            "cork": [CORK, "query", "-C", "workspace", "--format", "csv", board],
            "duckdb": [peer, "-readonly", "-csv", "own.duckdb", "-c", sql],
        }
        ours, theirs = answer(commands["cork"], folder), answer(commands["duckdb"], folder)
        if ours != theirs:
            sys.exit(f"{title} rows differ: {len(ours)} and {len(theirs)} lines, {ours[:3]} and {theirs[:3]}")
        times = {name: [] for name in commands}
        for round_ in range(options.rounds + 1):
            for name in list(commands) if round_ % 2 else list(commands)[::-1]:
                seconds = timed(commands[name], folder)
                if round_:  # the first round warms the page cache
                    times[name].append(seconds)
        medians = {name: statistics.median(values) for name, values in times.items()}
        for name, values in times.items():
            print(f"{title} {name:8} median {medians[name] * 1000:7.1f} ms   min {min(values) * 1000:7.1f} ms"
                  f"   {medians[name] / medians['duckdb']:5.2f} of duckdb   {len(ours) - 1:,} rows")
        if medians["cork"] > 0.150 or medians["cork"] > medians["duckdb"]:
            missed.append(title)
    if missed:
        sys.exit(f"over 150 ms or slower than DuckDB: {', '.join(missed)}")


main()
