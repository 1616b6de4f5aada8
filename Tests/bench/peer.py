#!/usr/bin/env python3
"""One task on one peer, in a process of its own: python3 Tests/bench/peer.py duckdb|polars TASK DATA < task.json

What comes in is the task as `bench-boards list` describes it, and `names` as vary.py wrote them. Prints the line that
bench-boards prints: what a load took, or five runs of a statement on tables in memory after one that warms up.
"""
import json, os, resource, sys, time

engine, task, data = sys.argv[1:4]
request = json.load(sys.stdin)


def lap(work):
    start = time.perf_counter()
    rows = work()
    return time.perf_counter() - start, rows


def of_duckdb():
    import duckdb
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    run = lambda sql: connection.execute(sql).fetchone()[0]
    if "file" in request:
        reader = "read_csv" if request["file"].endswith(".csv") else "read_json"
        return lambda: run(f"CREATE TABLE t AS SELECT * FROM {reader}('{data}/{request['file']}')"), None
    for table in request["tables"]:
        run(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{data}/{table}.csv')")
        # Without a zone, times are compared and cast as fast as the peer can.
        for name, kind, *_ in connection.execute(f"DESCRIBE {table}").fetchall():
            if kind == "TIMESTAMP WITH TIME ZONE":
                connection.execute(f'ALTER TABLE {table} ALTER "{name}" TYPE TIMESTAMP')
    statement = "CREATE TEMP TABLE r AS " + request["asked"]["timed"]
    return lambda: run(statement), lambda: connection.execute("DROP TABLE r")


def of_polars():
    import polars as pl
    path = lambda file: os.path.join(data, file)
    if "file" in request:
        readers = {".csv": lambda p: pl.read_csv(p, try_parse_dates=True),
                   ".json": pl.read_json, ".ndjson": pl.read_ndjson}
        return lambda: readers[os.path.splitext(request["file"])[1]](path(request["file"])).height, None
    frames = {table: pl.read_csv(path(f"{table}.csv"), try_parse_dates=True) for table in request["tables"]}
    # The statements are told in the names that the exports had at first.
    for table, frame in frames.items():
        back = {new: old for old, new in request["names"].get(table, {}).items() if new in frame.columns}
        frames[table] = frame.rename(back)
    return (lambda: POLARS[task](pl, frames).collect().height), None


def lower(pl, name):
    return pl.col(name).str.to_lowercase()


def idle(pl, f):
    cut = pl.datetime(2026, 8, 3, time_zone="UTC")
    kept = (pl.col("status") == "ACTIVE") & (pl.col("department") == "Sales, EMEA") & (pl.col("lastLogin") < cut)
    return f["okta_users"].lazy().filter(kept).select("id", "email", "lastLogin")


def strangers(pl, f):
    members = f["github_members"].lazy().with_columns(lower(pl, "email").alias("k"))
    users = f["okta_users"].lazy().select(lower(pl, "email").alias("k"))
    return members.join(users, on="k", how="anti").select("login", "email")


def leavers(pl, f):
    users = f["okta_users"].lazy().filter(pl.col("status") == "DEPROVISIONED").select("id", "email")
    given = f["okta_app_users"].lazy().filter(pl.col("status") == "ACTIVE").join(users, left_on="userId", right_on="id")
    apps = f["okta_apps"].lazy().select("id", "label")
    return given.join(apps, left_on="appId", right_on="id").select("label", "email", "credentials.userName", "lastUpdated")


def memberships(pl, f):
    groups = f["okta_groups"].lazy().filter(pl.col("type") == "OKTA_GROUP").select("id")
    counts = f["okta_group_members"].lazy().join(groups, left_on="groupId", right_on="id").group_by("userId").len()
    return f["okta_users"].lazy().select("id", "login").join(counts, left_on="id", right_on="userId")


def counts(pl, f):
    return f["okta_users"].lazy().group_by("department", "status").len().sort("len", descending=True)


def latest(pl, f):
    users = f["okta_users"].lazy().select("department", "id", "login", "lastLogin")
    return users.sort("lastLogin", descending=True, nulls_last=True).group_by("department").head(10)


def after_the_end(pl, f):
    ended = f["hris_employees"].lazy().filter(pl.col("Employment Status") == "Terminated")
    ended = ended.select(lower(pl, "Work Email").alias("k"), pl.col("Termination Date"))
    users = f["okta_users"].lazy().filter(pl.col("status") == "ACTIVE").select("id", "email", "lastLogin", lower(pl, "email").alias("k"))
    end = pl.col("Termination Date").cast(pl.Datetime("us", "UTC")) + pl.duration(days=7)
    return users.join(ended, on="k").filter(pl.col("lastLogin") > end).select("id", "email", "lastLogin")


def managers(pl, f):
    managers = f["okta_users"].lazy().filter(pl.col("status") != "ACTIVE").select(pl.col("login").alias("m"), pl.col("status").alias("s"))
    users = f["okta_users"].lazy().filter(pl.col("status") == "ACTIVE").select("id", "login", "manager")
    return users.join(managers, left_on="manager", right_on="m")


POLARS = {"Q1": idle, "Q2": strangers, "Q3": leavers, "Q4": memberships, "Q5": counts, "Q6": latest, "Q7": after_the_end, "Q8": managers}

work, after = {"duckdb": of_duckdb, "polars": of_polars}[engine]()
walls = []
for turn in range(1 if "file" in request else 6):
    seconds, rows = lap(work)
    if after:
        after()
    if turn or "file" in request:
        walls.append(round(seconds, 6))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print("BENCH " + json.dumps({"wall": walls, "rows": rows, "peak": peak}))
