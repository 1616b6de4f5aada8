#!/usr/bin/env python3
"""Times cork beside its peers in one run: python3 Tests/bench/run.py [--scale 100000] [--rounds 7] [--data DIR]

E1  three CSV exports read, two joined to Okta by e-mail, one CSV written; whole process, beside DuckDB.
    The rows of both, sorted, must be the same, or no time is printed. cork is told nothing: the time is
    with finding types, keys and links.
S0  start-up: `cork --version` beside `sqlite3 --version`.

Without --data the exports are made here, from a seed. The runs of the peers are interleaved; medians count.
DuckDB's command line comes from PATH, or from the package index into .build/bench (no account needed).
"""
import argparse, os, platform, random, shutil, statistics, subprocess, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peers import CORK, WORK, duckdb, timed

FILES = ["okta_users.csv", "github_members.csv", "hris_employees.csv"]

SQL = """COPY (SELECT u.id, u.email, u.status, u.department, g.login AS github, g.role, g.two_factor,
  h."Employment Status" AS hr, h."Termination Date" AS term
FROM read_csv('okta_users.csv') u
LEFT JOIN read_csv('github_members.csv') g ON lower(g.email) = lower(u.email)
LEFT JOIN read_csv('hris_employees.csv') h ON lower(h."Work Email") = lower(u.email)
) TO '../out_duckdb.csv' (HEADER)"""

BOARD = (
    "okta.users | show id, email, status, department, github = github.members.login,"
    " role = github.members.role, two_factor = github.members.two_factor,"
    " hr = hris.employees.employmentStatus, term = hris.employees.terminationDate"
    ' | export "../out_cork.csv" replace'
)


def generate(folder, scale, seed=1):
    """The three exports of a company of `scale` users; the same bytes for the same arguments."""
    r = random.Random(seed)
    first = "Olivia Liam Emma Noah Ava Zoë José Łukasz Søren Mei Wei Priya Omar Ngozi Yuki Chloé Björk Ana Ivan Núria".split()
    last = "Smith Jones Garcia Müller O'Brien Nguyen Patel Kim Tanaka Okafor Silva Rossi Novák Åkesson García-López Lee".split()
    departments = ["Engineering", "Sales, EMEA", "Sales", "Support", "Finance", 'Warehouse "North"', "IT", "Legal", ""]
    statuses = ["ACTIVE"] * 17 + ["DEPROVISIONED", "SUSPENDED", "STAGED"]
    quoted = lambda s: '"' + s.replace('"', '""') + '"' if "," in s or '"' in s else s
    stamp = lambda: "20%02d-%02d-%02dT%02d:%02d:%02d.000Z" % (
        r.randint(15, 26), r.randint(1, 12), r.randint(1, 28), r.randint(0, 23), r.randint(0, 59), r.randint(0, 59))
    with open(f"{folder}/okta_users.csv", "w", encoding="utf-8") as users, \
         open(f"{folder}/github_members.csv", "w", encoding="utf-8") as github, \
         open(f"{folder}/hris_employees.csv", "w", encoding="utf-8") as hris:
        users.write("id,status,created,lastLogin,login,email,firstName,lastName,department,title,employeeNumber,userType\n")
        github.write("login,id,email,role,two_factor,created_at\n")
        hris.write("Employee Number,Work Email,First Name,Last Name,Employment Status,Department,Start Date,Termination Date\n")
        for n in range(scale):
            f, l = r.choice(first), r.choice(last)
            local = f"{f}.{l}{n}".lower().replace("'", "")
            email = f"{local}@acme.com"
            department = quoted(r.choice(departments))
            identity = "00u" + "".join(r.choices("ABCDEFGHJKabcdefghjk0123456789", k=17))
            users.write(f"{identity},{r.choice(statuses)},{stamp()},{stamp() if r.random() < .9 else ''},{email},"
                        f"{email.title() if r.random() < .05 else email},{f},{l},{department},Engineer {n % 7},{n:07d},Employee\n")
            if r.random() < .4:
                github.write(f"{local}-acme,{1000000 + n},{email.upper() if r.random() < .3 else email},member,"
                             f"{'true' if r.random() < .8 else 'false'},{stamp()}\n")
            if r.random() < .95:
                ended = r.random() < .06
                hris.write(f"{n:07d},{email},{f},{l},{'Terminated' if ended else 'Active'},{department},"
                           f"20{r.randint(10, 24)}-01-{r.randint(1, 28):02d},{'2026-03-%02d' % r.randint(1, 28) if ended else ''}\n")


def sorted_rows(path):
    with open(path, encoding="utf-8") as file:
        return sorted(file.read().splitlines())


def compare(title, commands, folder, rounds):
    times = {name: [] for name in commands}
    for round_ in range(rounds + 1):
        order = list(commands) if round_ % 2 else list(commands)[::-1]
        for name in order:
            seconds = timed(commands[name], folder)
            if round_:  # the first round warms the page cache
                times[name].append(seconds)
    medians = {name: statistics.median(values) for name, values in times.items()}
    base = medians[list(commands)[-1]]
    for name, values in times.items():
        print(f"{title:3} {name:8} median {medians[name] * 1000:8.1f} ms   min {min(values) * 1000:8.1f} ms"
              f"   {medians[name] / base:5.2f} of {list(commands)[-1]}")
    return medians


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--data", help="a folder that holds " + ", ".join(FILES))
    options = parser.parse_args()

    # The answers are written beside the workspace, not into it, where the next run would load them.
    folder = os.path.join(WORK, f"e1-{options.scale}" if not options.data else "e1-data", "exports")
    shutil.rmtree(os.path.dirname(folder), ignore_errors=True)
    os.makedirs(folder)
    if options.data:
        for name in FILES:
            os.symlink(os.path.join(os.path.abspath(options.data), name), f"{folder}/{name}")
    else:
        generate(folder, options.scale)
    peer = duckdb()
    version = subprocess.run([peer, "--version"], capture_output=True, text=True).stdout.strip()
    rows = sum(1 for _ in open(f"{folder}/okta_users.csv", "rb")) - 1
    print(f"{platform.machine()}, {os.cpu_count()} cores; duckdb {version}; {rows:,} users")

    e1 = {"cork": [CORK, "query", "-C", ".", BOARD], "duckdb": [peer, "-c", SQL]}
    for command in e1.values():
        timed(command, folder)
    ours, theirs = sorted_rows(f"{folder}/../out_cork.csv"), sorted_rows(f"{folder}/../out_duckdb.csv")
    if ours[:1] and ours != theirs:
        for a, b in zip(ours, theirs):
            if a != b:
                sys.exit(f"E1 rows differ, first:\n  cork   {a}\n  duckdb {b}")
        sys.exit(f"E1 rows differ: {len(ours)} and {len(theirs)} lines")
    print(f"E1  rows agree: {len(ours):,} lines, sorted")
    compare("E1", e1, folder, options.rounds)
    compare("S0", {"cork": [CORK, "--version"], "sqlite3": ["sqlite3", "--version"]}, folder, 4 * options.rounds)


main()
