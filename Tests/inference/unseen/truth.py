"""What is known of a set, in the shape that bench-inference reads, with what its data can show."""
import csv, json, os

MISSING = {"", "null", "none", "n/a", "-", "\\n"}


def read(folder, table):
    with open(os.path.join(folder, table + ".csv"), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    header = rows[0]
    return {name: [row[i].strip() if i < len(row) else "" for row in rows[1:]] for i, name in enumerate(header)}


def values(column):
    return [value.lower() for value in column if value.lower() not in MISSING]


class Truth:
    """Collects declared keys and links; a link that the data cannot show is kept as infeasible.

    A link can be shown when its field names at least two different records, at least half of its different
    values are there, and the target is unique. This was decided before any of the sets was tried.
    """

    def __init__(self, name, source, folder):
        self.folder, self.columns = folder, {}
        self.out = dict(name=name, source=source, primary={}, label={}, joins=[], groups=[], optional=[],
                        hard=[], absent=[], notes=[], rows={}, columns=0)

    def table(self, name, key, labels=()):
        self.columns[name] = read(self.folder, name)
        for field in list(key) + list(labels):
            assert field in self.columns[name], (name, field)
        self.out["primary"][name] = list(key)
        self.out["label"][name] = list(labels)
        self.out["rows"][name] = len(next(iter(self.columns[name].values())))
        self.out["columns"] += len(self.columns[name])

    def column(self, path):
        for table in sorted(self.columns, key=len, reverse=True):
            if path.startswith(table + "."):
                return self.columns[table][path[len(table) + 1:]]
        raise KeyError(path)

    def join(self, left, right, **more):
        a, b = values(self.column(left)), values(self.column(right))
        found = len(set(a) & set(b)) / len(set(a)) if a else 0
        item = {"from": left, "to": right, "declared": True, **more,
                "stats": dict(from_rows=len(a), from_distinct=len(set(a)), to_distinct=len(set(b)),
                              containment=round(found, 3), to_unique=len(b) == len(set(b)))}
        if left.rsplit(".", 1)[0] == right.rsplit(".", 1)[0]:
            item["self"] = True
        if len(set(a)) < 2 or found < 0.5 or len(b) != len(set(b)):
            item["infeasible"] = "the data cannot show it"
        self.out["joins"].append(item)

    def group(self, kind, *columns):
        for column in columns:
            self.column(column)
        self.out["groups"].append(dict(kind=kind, columns=list(columns)))

    def optional(self, a, b):
        self.column(a), self.column(b)
        self.out["optional"].append(dict(a=a, b=b))

    def hard(self, a, b, transform):
        self.column(a), self.column(b)
        self.out["hard"].append(dict(a=a, b=b, transform=transform))

    def write(self):
        with open(os.path.join(self.folder, "truth.json"), "w") as file:
            json.dump(self.out, file, indent=1)
        shown = sum("infeasible" not in j for j in self.out["joins"])
        print(f"{self.out['name']}: {len(self.columns)} tables, {shown} links "
              f"({len(self.out['joins']) - shown} more cannot be shown), {len(self.out['groups'])} groups")
