#!/usr/bin/env python3
"""Times the tasks of a company's exports: python3 Tests/bench/tasks.py DATA… [--tasks Q1,Q3] [--literals] [--hook hook.json]

L1-L4 load a file, Q1-Q8 answer a board on loaded objects, E1 joins three exports into one, S1 starts and answers on twenty
rows, C0 and C1 reopen what cork has kept (docs/benchmarks.md says what each asks). DATA holds the exports as
okta_users.csv, okta_apps.csv, okta_app_users.csv, okta_groups.csv, okta_group_members.csv, github_members.csv,
hris_employees.csv, slack_members.json, okta_events.ndjson, tiny_users.csv; with a names.json of vary.py, boards and
statements are asked in the names that it says.

First the rows of each board are compared with DuckDB's answer to the statement that means the same, by number and by a sum
of a hash of each row, which does not depend on their order; a task that differs is an error. Then cork, DuckDB and Polars
take turns, each task in a process of its own. With several folders, nanoseconds a row of each stand side by side.
--literals asks each board in turn with others that differ in their literals only: no answer is kept between them.
--hook writes how a runner calls each task.
"""
import argparse, csv, io, json, os, shutil, statistics, subprocess, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from peers import CORK, duckdb, measured, python

HERE = os.path.dirname(os.path.abspath(__file__))
BOARDS = os.path.join(os.path.dirname(CORK), "bench-boards")
MASK = (1 << 64) - 1


class Exports:
    """A folder of exports, and the tasks in the names that its files have."""

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self.named = os.path.join(self.folder, "names.json")
        self.options = ["--names", self.named] if os.path.exists(self.named) else []
        self.names = json.load(open(self.named)) if self.options else {}
        self.tasks = json.loads(measured([BOARDS, "list"] + self.options)[2])
        self.home = os.path.join(self.folder, "persist", "cork")
        self.lines = {}

    def rows(self, task):
        """The rows of the files that a task reads."""
        described = self.tasks[task]
        for file in [described["file"]] if "file" in described else [f"{table}.csv" for table in described["tables"]]:
            if file not in self.lines:
                with open(os.path.join(self.folder, file), "rb") as source:
                    count = sum(block.count(b"\n") for block in iter(lambda: source.read(1 << 20), b""))
                self.lines[file] = count - {".csv": 1, ".json": 2}.get(os.path.splitext(file)[1], 0)
        return sum(self.lines[file] for file in self.lines if file == described.get("file") or file[:-4] in described["tables"])

    def bench(self, task, *options):
        printed = measured([BOARDS, task, self.folder, "2"] + self.options + list(options))[2]
        return json.loads(printed.split("BENCH ", 1)[1])

    def keep(self):
        """Folders with links to the exports; in those of C0 and C1 cork keeps what it read, and DuckDB in a file."""
        shutil.rmtree(self.home, ignore_errors=True)
        for task in ["E1", "S1", "C0", "C1"]:
            folder = os.path.join(self.home, task.lower())
            os.makedirs(folder + ("/.cork" if task[0] == "C" else ""))
            for table in self.tasks[task]["tables"]:
                os.symlink(os.path.join(self.folder, f"{table}.csv"), os.path.join(folder, f"{table.replace('tiny_', 'okta_')}.csv"))
            if task[0] == "C":
                measured([CORK, "-C", folder], text=self.tasks[task]["process"]["board"] + "\n")
        own = os.path.join(self.home, "own.duckdb")
        tables = "".join(f"CREATE TABLE {table} AS FROM read_csv('{self.folder}/{table}.csv');" for table in self.tasks["C1"]["tables"])
        measured([duckdb(), own, "-c", tables])

    def process(self, engine, task):
        """The command of a task that is a whole process."""
        asked, out = self.tasks[task]["process"], os.path.join(self.home, f"out_{engine}.csv")
        if engine == "cork":
            board = asked["board"].replace("out_cork.csv", out)
            return [CORK, "query", "-C", os.path.join(self.home, task.lower()), "--quiet", "--format", "csv", board]
        if task[0] == "C":
            return [duckdb(), "-readonly", "-csv", os.path.join(self.home, "own.duckdb"), "-c", asked["sql"]]
        views = "".join(f"CREATE VIEW {t} AS FROM read_csv('{self.folder}/{t}.csv');" for t in self.tasks[task]["tables"])
        return [duckdb(), "-csv", "-c", views + (f"COPY ({asked['sql']}) TO '{out}' (HEADER)" if task == "E1" else asked["sql"])]

    def run(self, engine, task):
        """Seconds (the median of those of one process), MiB and, of a board, the seconds of the first answer and of finding the links before."""
        described = self.tasks[task]
        if "process" in described:
            return measured(self.process(engine, task))[:2] + (None, None)
        if engine == "cork":
            done = self.bench(task)
        else:
            request = json.dumps(described | {"names": self.names})
            printed = measured([python("duckdb", "polars"), f"{HERE}/peer.py", engine, task, self.folder], text=request)[2]
            done = json.loads(printed.split("BENCH ", 1)[1])
        return statistics.median(done["wall"]), done["peak"], done.get("first"), done.get("links_s")

    def statement(self, sql):
        """The number and the sum of the rows that DuckDB answers."""
        reads = "".join(f"CREATE VIEW {file[:-4]} AS FROM read_csv('{self.folder}/{file}', all_varchar = true);"
                        for file in sorted(os.listdir(self.folder)) if file.startswith(("okta", "github", "hris")) and file.endswith(".csv"))
        return rows_of(measured([duckdb(), "-csv", "-noheader", "-nullvalue", "", "-c", reads + sql])[2])

    def compare(self, task, literals):
        """Ends the run when cork's rows are not DuckDB's."""
        described = self.tasks[task]
        pairs = []
        if "asked" in described:
            done = self.bench(task)
            pairs.append((described["asked"]["sql"], (done["rows"], done["sum"])))
            if literals:
                done = self.bench(task, "--literals")
                answers = zip([done["rows"]] + done["others_rows"], [done["sum"]] + done["others_sums"])
                pairs += zip([varied["sql"] for varied in described["varied"]], answers)
        elif task == "E1":
            answers = []
            for engine in ["cork", "duckdb"]:
                measured(self.process(engine, task))
                with open(os.path.join(self.home, f"out_{engine}.csv"), encoding="utf-8", newline="") as file:
                    answers.append(rows_of(file.read()))
            pairs.append((answers[1], answers[0]))
        for theirs, ours in pairs:
            theirs = self.statement(theirs) if isinstance(theirs, str) else theirs
            if theirs != ours:
                sys.exit(f"{task} rows differ: cork {ours[0]:,} with sum {ours[1]}, DuckDB {theirs[0]:,} with sum {theirs[1]}")
        if pairs:
            print(f"{task} rows agree: " + ", ".join(f"{ours[0]:,}" for _, ours in pairs), flush=True)


def rows_of(text):
    """The number of rows, and the sum that bench-boards takes: FNV-1a of each row's cells, each followed by byte 31, added up."""
    total = count = 0
    for row in csv.reader(io.StringIO(text)):
        value = 0xCBF29CE484222325
        for byte in ("\x1f".join(row) + "\x1f").encode():
            value = (value ^ byte) * 0x100000001B3 & MASK
        total, count = total + value & MASK, count + 1
    return count, str(total)


def hook(exports):
    quoted = lambda words: " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)
    tasks = {}
    for task, described in exports.tasks.items():
        if "process" in described:
            line = quoted(exports.process("cork", task)).replace(os.path.join(exports.home, "out_cork.csv"), "{out}")
        else:
            line = f"'{BOARDS}' {task} {{data}} 2 {quoted(exports.options)}".strip()
        tasks[task] = line
    return {"name": "cork", "tasks": tasks}


def literals(exports, tasks, rounds):
    """How long each board takes beside others that differ in their literals, each asked once in a process."""
    print("\n| task | rows | itself, ms | other literals, ms | ratio | ratio of CPU |\n|---|---|---|---|---|---|")
    for task in tasks:
        runs = [exports.bench(task, "--literals") for _ in range(rounds)]
        middle = lambda key: statistics.median(second for run in runs for second in run[key])
        rows = [runs[0]["rows"]] + runs[0]["others_rows"]
        wall, cpu = (middle("wall"), middle("others")), (middle("cpu"), middle("others_cpu"))
        print(f"| {task} | {min(rows):,}-{max(rows):,} | {wall[0] * 1000:.2f} | {wall[1] * 1000:.2f}"
              f" | {wall[1] / wall[0]:.2f} | {cpu[1] / cpu[0]:.2f} |", flush=True)


def table(exports, tasks, engines, rounds):
    """Medians of runs that take turns; gives cork's nanoseconds a row."""
    print(f"\n| task | {' | '.join(engines)} | of the best | first | links | ns a row | MiB {' | MiB '.join(engines)} |")
    print("|---" * (2 * len(engines) + 5) + "|")
    runs = {}
    for turn in range(rounds):
        for task in tasks:
            for engine in engines if turn % 2 == 0 else engines[::-1]:
                if engine != "polars" or "process" not in exports.tasks[task]:
                    runs.setdefault((task, engine), []).append(exports.run(engine, task))
    per_row = {}
    for task in tasks:
        had = {engine: runs[task, engine] for engine in engines if (task, engine) in runs}
        wall = {engine: statistics.median(run[0] for run in of) for engine, of in had.items()}
        best = min([wall[engine] for engine in wall if engine != "cork"], default=None)
        firsts, links = ([run[part] for run in had["cork"] if run[part]] for part in (2, 3))
        per_row[task] = wall["cork"] / exports.rows(task) * 1e9
        milliseconds = lambda seconds: f"{seconds * 1000:.4g}"
        cells = [task] + [milliseconds(wall[engine]) if engine in wall else "" for engine in engines]
        cells += [f"{wall['cork'] / best:.2f}" if best else "", milliseconds(statistics.median(firsts)) if firsts else "",
                  milliseconds(statistics.median(links)) if links else "", f"{per_row[task]:.3g}"]
        cells += [str(max(run[1] for run in had[engine])) if engine in had else "" for engine in engines]
        print("| " + " | ".join(cells) + " |", flush=True)
    return per_row


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+")
    parser.add_argument("--tasks", default="L1,L2,L3,L4,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,E1,S1,C0,C1")
    parser.add_argument("--peers", default="duckdb,polars", help="duckdb, polars, or an empty text for none")
    parser.add_argument("--literals", action="store_true", help="time the boards Q1-Q8 with other literals, and nothing else")
    parser.add_argument("--hook", help="write how each task is called, and time nothing")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--unchecked", action="store_true", help="do not compare the rows: they were before")
    options = parser.parse_args()
    engines = ["cork"] + [peer for peer in options.peers.split(",") if peer]
    per_row = {}
    for folder in options.data:
        exports = Exports(folder)
        tasks = [task for task in options.tasks.split(",") if not options.literals or "asked" in exports.tasks[task]]
        print(f"{folder}: {exports.rows('Q1'):,} users" + (", renamed" if exports.names else ""))
        if not options.literals:
            exports.keep()
        for task in [] if options.unchecked else tasks:
            exports.compare(task, options.literals)
        if options.hook:
            with open(options.hook, "w") as file:
                json.dump(hook(exports), file, indent=1)
            print(f"wrote {options.hook}")
        elif options.literals:
            literals(exports, tasks, options.rounds)
        else:
            per_row[folder] = table(exports, tasks, engines, options.rounds)
    if len(per_row) > 1:
        print("\n| ns a row | " + " | ".join(per_row) + " |\n" + "|---" * (1 + len(per_row)) + "|")
        for task in tasks:
            print(f"| {task} | " + " | ".join(f"{of[task]:.3g}" for of in per_row.values()) + " |")


main()
