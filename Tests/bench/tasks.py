#!/usr/bin/env python3
"""Times the tasks of a company's exports: python3 Tests/bench/tasks.py DATA [--tasks Q1,Q3] [--hook hook.json]

L1-L4 load a file, Q1-Q8 answer a board on loaded objects, E1 joins three exports into one, S1 starts and answers on twenty
rows, C0 and C1 reopen what cork has kept (docs/benchmarks.md says what each asks). DATA holds the exports as
okta_users.csv, okta_apps.csv, okta_app_users.csv, okta_groups.csv, okta_group_members.csv, github_members.csv,
hris_employees.csv, slack_members.json, okta_events.ndjson, tiny_users.csv.

First the rows of each board are compared with DuckDB's answer to the statement that means the same, by number and by a sum
of a hash of each row, which does not depend on their order; a task that differs is an error. --hook writes how a runner
calls each task; without it DuckDB and cork are timed here, each task in a process of its own, in turn.
"""
import argparse, csv, io, json, os, shutil, statistics, subprocess, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peers import CORK, duckdb

BOARDS = os.path.join(os.path.dirname(CORK), "bench-boards")
LOADS = {"L1": "okta_users.csv", "L2": "okta_app_users.csv", "L3": "slack_members.json", "L4": "okta_events.ndjson"}
CUT = "2026-08-03T00:00:00.000Z"

SQL = {
    "Q1": f"SELECT id, email, lastLogin FROM okta_users WHERE status = 'ACTIVE' AND department = 'Sales, EMEA' AND lastLogin < '{CUT}'",
    "Q2": "SELECT g.login, g.email FROM github_members g WHERE NOT EXISTS (SELECT 1 FROM okta_users u WHERE lower(u.email) = lower(g.email))",
    "Q3": "SELECT a.label, u.email, au.\"credentials.userName\", au.lastUpdated FROM okta_app_users au JOIN okta_users u ON au.userId = u.id"
          " JOIN okta_apps a ON au.appId = a.id WHERE au.status = 'ACTIVE' AND u.status = 'DEPROVISIONED'",
    "Q4": "SELECT u.id, u.login, count(*) FROM okta_users u JOIN okta_group_members m ON m.userId = u.id JOIN okta_groups g ON g.id = m.groupId"
          " WHERE g.type = 'OKTA_GROUP' GROUP BY u.id, u.login",
    "Q5": "SELECT department, status, count(*) FROM okta_users GROUP BY department, status",
    "Q6": "SELECT department, id, login, lastLogin FROM (SELECT *, row_number() OVER (PARTITION BY department"
          " ORDER BY lastLogin DESC NULLS LAST, lower(id)) AS r FROM okta_users) WHERE r <= 10",
    "Q7": "SELECT u.id, u.email, u.lastLogin FROM okta_users u WHERE u.status = 'ACTIVE' AND EXISTS (SELECT 1 FROM hris_employees h"
          " WHERE lower(h.\"Work Email\") = lower(u.email) AND h.\"Employment Status\" = 'Terminated'"
          " AND u.lastLogin::TIMESTAMP > h.\"Termination Date\"::DATE + INTERVAL 7 DAY)",
    "Q8": "SELECT u.id, u.login, m.login, m.status FROM okta_users u JOIN okta_users m ON u.manager = m.login"
          " WHERE u.status = 'ACTIVE' AND m.status <> 'ACTIVE'",
}
TABLES = ["okta_users", "okta_apps", "okta_app_users", "okta_groups", "okta_group_members", "github_members", "hris_employees"]
E1 = ("okta.users | show id, email, status, department, github = github.members.login, role = github.members.role,"
      " two_factor = github.members.two_factor, hr = hris.employees.employmentStatus, term = hris.employees.terminationDate"
      ' | export "{out}" replace')
S1 = "okta.users | group status"
C0 = f'okta.users | where status == "ACTIVE" and department == "Sales, EMEA" and lastLogin < 2026-08-03 | group : n = count()'
C1 = ('okta.app_users | where status == "ACTIVE" and user.status == "DEPROVISIONED" | group app.label: n = count()'
      " | sort n desc | take 20")
MASK = (1 << 64) - 1


def row_sum(rows):
    """The sum that bench-boards takes: FNV-1a of each row's cells, each followed by byte 31, added up."""
    total = 0
    for row in rows:
        value = 0xCBF29CE484222325
        for cell in row:
            for byte in cell.encode() + b"\x1f":
                value = (value ^ byte) * 0x100000001B3 & MASK
        total = total + value & MASK
    return total


def peer_rows(data, sql):
    reads = "".join(f"CREATE VIEW {name} AS SELECT * FROM read_csv('{data}/{name}.csv', all_varchar = true);" for name in TABLES)
    done = subprocess.run([duckdb(), "-csv", "-noheader", "-nullvalue", "", "-c", reads + sql], capture_output=True, encoding="utf-8", check=True)
    return list(csv.reader(io.StringIO(done.stdout)))


def bench(task, data, threads=2):
    done = subprocess.run([BOARDS, task, data, str(threads)], capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("BENCH ")]
    if done.returncode or not lines:
        sys.exit(f"{task} failed: {done.stderr.strip()}")
    return json.loads(lines[0][6:])


def workspaces(data):
    """Folders with links to the exports; in those of C0 and C1 cork has kept what it read."""
    home = os.path.join(data, "persist", "cork")
    shutil.rmtree(home, ignore_errors=True)
    files = {
        "e1": ["okta_users.csv", "github_members.csv", "hris_employees.csv"], "c0": ["okta_users.csv"],
        "c1": ["okta_users.csv", "okta_apps.csv", "okta_app_users.csv"], "s1": ["tiny_users.csv"]}
    for name, exports in files.items():
        folder = os.path.join(home, name)
        os.makedirs(folder + ("/.cork" if name[0] == "c" else ""))
        for export in exports:
            os.symlink(os.path.join(data, export), os.path.join(folder, export.replace("tiny_", "okta_")))
    for name, board in [("c0", C0), ("c1", C1)]:
        subprocess.run([CORK, "-C", os.path.join(home, name)], input=board + "\n", text=True, capture_output=True, check=True)
    return home


def hook(data):
    home = workspaces(data)
    query = lambda name, board: f"'{CORK}' query -C {home}/{name} --quiet '{board}'"
    tasks = {task: f"'{BOARDS}' {task} {{data}}" for task in list(LOADS) + list(SQL)}
    tasks |= {"E1": query("e1", E1), "S1": query("s1", S1), "C0": query("c0", C0), "C1": query("c1", C1)}
    return {"name": "cork", "tasks": tasks}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--tasks", default=",".join(list(LOADS) + list(SQL)))
    parser.add_argument("--hook", help="write how each task is called, and time nothing")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    data = os.path.abspath(options.data)
    tasks = options.tasks.split(",")
    for task in [task for task in tasks if task in SQL]:
        rows, ours = peer_rows(data, SQL[task]), bench(task, data)
        if (len(rows), str(row_sum(rows))) != (ours["rows"], ours["sum"]):
            sys.exit(f"{task} rows differ: {ours['rows']:,} and {len(rows):,}, sums {ours['sum']} and {row_sum(rows)}")
        print(f"{task} rows agree: {len(rows):,}")
    if options.hook:
        with open(options.hook, "w") as file:
            json.dump(hook(data), file, indent=1)
        print(f"wrote {options.hook}")
        return
    for task in tasks:
        runs = [bench(task, data) for _ in range(options.rounds)]
        wall = statistics.median(second for run in runs for second in run["wall"])
        line = f"{task} cork {wall * 1000:9.1f} ms   {runs[0]['rows']:,} rows   peak {max(run['peak'] for run in runs)} MiB"
        if "first" in runs[0]:
            line += f"   first {statistics.median(run['first'] for run in runs) * 1000:.1f} ms"
        print(line)


main()
