"""Two transit feeds as their agencies publish them; keys and references as the GTFS specification declares them.

Cairns (TransLink, Queensland) and the New York subway (MTA), as the tests of gtfs-kit carry them.
"""
import csv, io, os, tarfile, zipfile
from truth import Truth

KEYS = {
    "agency": (["agency_id"], ["agency_name"]),
    "calendar": (["service_id"], ["service_id"]),
    "calendar_dates": (["service_id", "date"], []),
    "routes": (["route_id"], ["route_short_name", "route_long_name", "route_id"]),
    "shapes": (["shape_id", "shape_pt_sequence"], []),
    "stop_times": (["trip_id", "stop_sequence"], []),
    # Stops of one name are told apart by their number, which riders know.
    "stops": (["stop_id"], ["stop_id", "stop_name", "stop_code"]),
    "transfers": (["from_stop_id", "to_stop_id"], []),
    "trips": (["trip_id"], ["trip_id"]),
}
REFERENCES = [
    ("routes.agency_id", "agency.agency_id"), ("trips.route_id", "routes.route_id"),
    ("trips.service_id", "calendar.service_id"), ("calendar_dates.service_id", "calendar.service_id"),
    ("stop_times.trip_id", "trips.trip_id"), ("stop_times.stop_id", "stops.stop_id"),
    ("stops.parent_station", "stops.stop_id"), ("transfers.from_stop_id", "stops.stop_id"),
    ("transfers.to_stop_id", "stops.stop_id"),
]


def make(archive, feed, name, folder):
    os.makedirs(folder, exist_ok=True)
    with tarfile.open(archive) as outer:
        member = next(m for m in outer.getmembers() if m.name.endswith(f"data/{feed}.zip"))
        inner = zipfile.ZipFile(io.BytesIO(outer.extractfile(member).read()))
    fields = {}
    for file in inner.namelist():
        table = os.path.basename(file).removesuffix(".txt")
        if table not in KEYS:
            continue
        text = inner.read(file)
        with open(os.path.join(folder, table + ".csv"), "wb") as out:
            out.write(text)
        fields[table] = next(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    truth = Truth(name, f"{feed}.zip of gtfs-kit; the GTFS specification", folder)
    for table in sorted(fields):
        key, labels = KEYS[table]
        has = lambda names: [n for n in names if n in fields[table]]
        columns = {n: 0 for n in fields[table]}
        # A feed of one agency may leave its number out.
        truth.table(table, key if set(key) <= set(columns) else [], has(labels))
        if table in ("routes", "stops"):
            own = truth.columns[table]
            truth.out["label"][table] = [n for n in has(labels) if len(set(own[n])) == len(own[n])]
    for left, right in REFERENCES:
        (a, x), (b, y) = left.split("."), right.split(".")
        if x in fields.get(a, []) and y in fields.get(b, []):
            truth.join(left, right)
    # Shapes have a row for each point, so a trip's shape names no record.
    truth.optional("trips.shape_id", "shapes.shape_id")
    truth.write()
