#!/usr/bin/env python3
"""Copies a folder of exports under other names and in another order: python3 Tests/bench/vary.py DATA OUT [--seed 1]

Every header of a CSV file and every key of a JSON file gets another name, which a person would still understand: the
words of `lastLogin` become `latest_signin`. Rows are shuffled from the seed; the values stay as they are, byte for byte.
The files keep their names. OUT/names.json says what each field is called now, by file, for tasks.py. A JSON file must hold
one row a line. A file is held in memory about four times.
"""
import argparse, json, os, random, re, sys, time

# What each word of a name becomes; one that is not here stays.
WORDS = {
    "access": "entry", "actor": "doer", "admin": "keeper", "app": "application", "center": "unit", "client": "caller", "cost": "expense",
    "created": "made", "creation": "making", "credentials": "account", "date": "day", "deleted": "gone", "department": "division",
    "description": "remark", "email": "mail", "employee": "staff", "employment": "contract", "event": "happening", "first": "given",
    "group": "team", "hardware": "machine", "id": "key", "job": "work", "label": "caption", "last": "latest", "location": "place",
    "login": "signin", "manager": "superior", "membership": "belonging", "mode": "way", "name": "called", "number": "no",
    "outcome": "end", "password": "secret", "primary": "main", "profile": "person", "published": "at", "real": "actual",
    "role": "right", "severity": "weight", "start": "begin", "status": "state", "suspended": "paused", "target": "object",
    "team": "crew", "termination": "leaving", "time": "moment", "title": "position", "two": "second", "type": "kind",
    "updated": "changed", "user": "person", "username": "account", "work": "office",
}
KEY = re.compile(rb'(?<=[{,\[ ])"([^"\\]+)"(?=\s*:)')


def renamed(path):
    """The new name of a field; the parts of a path such as `credentials.userName` keep their points."""
    return ".".join(part(name) for name in path.split("."))


def part(name):
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_]+", name)
    new = "_".join(WORDS.get(word.lower(), word.lower()) for word in words)
    return new if new and new != name else f"{name}_field"


def records(body):
    """The rows of a CSV file, each without its end; a row whose quoted cell holds a line's end stays whole."""
    rows, open_row = [], None
    for line in body.split(b"\n"):
        if open_row is not None:
            open_row.append(line)
            if line.count(b'"') % 2:
                rows.append(b"\n".join(open_row))
                open_row = None
        elif b'"' in line and line.count(b'"') % 2:
            open_row = [line]
        else:
            rows.append(line)
    if open_row is not None:
        sys.exit("a quote is never closed")
    if rows[-1] == b"":
        rows.pop()
    return rows


def vary_csv(body, shuffle):
    header, _, body = body.partition(b"\n")
    old = header.decode("utf-8-sig").rstrip("\r").split(",")
    if '"' in "".join(old):
        sys.exit("a header with quotes is not read here")
    new = [renamed(name) for name in old]
    if len(set(new)) < len(new):
        sys.exit(f"two columns would get one name: {new}")
    rows = records(body)
    shuffle(rows)
    names = dict(zip(old, new))
    for name in old:
        if name.endswith("Id"):  # in a board, `userId` is followed as `user`
            names.setdefault(name[:-2], renamed(name).removesuffix("_key"))
    return [",".join(new).encode() + (b"\r" if header.endswith(b"\r") else b"")] + rows, names


def vary_json(body, shuffle):
    array = body.lstrip()[:1] == b"["
    rows = [line.rstrip(b"\r,") for line in body.strip().split(b"\n")]
    if array:
        if rows[0] != b"[" or rows[-1] != b"]":
            sys.exit("the rows of an array must stand on lines of their own")
        rows = rows[1:-1]
    names = {}

    def key(match):
        old = match[1]
        if old not in names:
            names[old] = renamed(old.decode())
        return b'"' + names[old].encode() + b'"'

    for index, row in enumerate(rows):
        rows[index] = KEY.sub(key, row)
    shuffle(rows)
    if array:
        rows = [b"["] + [row + b"," for row in rows[:-1]] + rows[-1:] + [b"]"]
    return rows, {old.decode(): new for old, new in names.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="files to copy, by name; all CSV, JSON and NDJSON files otherwise")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    kinds = {".csv": vary_csv, ".json": vary_json, ".ndjson": vary_json}
    names = {}
    for file in options.only.split(",") if options.only else sorted(os.listdir(options.data)):
        base, kind = os.path.splitext(file)
        if kind not in kinds or file in ("manifest.json", "names.json") or file.startswith("out_"):
            continue
        start = time.perf_counter()
        with open(os.path.join(options.data, file), "rb") as source:
            # A file's order depends on the seed and its name, not on the other files.
            lines, names[base] = kinds[kind](source.read(), random.Random(f"{options.seed} {file}").shuffle)
        with open(os.path.join(options.out, file), "wb") as copy:
            for at in range(0, len(lines), 1 << 16):
                copy.write(b"\n".join(lines[at : at + (1 << 16)]) + b"\n")
        print(f"{file}: {len(lines):,} lines in {time.perf_counter() - start:.1f} s")
        del lines
    with open(os.path.join(options.out, "names.json"), "w") as file:
        json.dump(names, file, indent=1, sort_keys=True)


main()
