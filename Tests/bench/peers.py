"""What the benchmarks share: where cork is, its peers, and a stopwatch around a process."""
import os, shutil, subprocess, sys, time, venv

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORK = os.path.join(ROOT, ".build", "bench")
CORK = os.path.join(os.environ.get("CORK_BINARIES") or os.path.join(ROOT, ".build", "release"), "cork")


def duckdb():
    """The path of DuckDB's command line, installed beside the build when the machine has none."""
    found = shutil.which("duckdb")
    if found:
        return found
    home = os.path.join(WORK, "peers")
    if not os.path.exists(f"{home}/bin/duckdb"):
        print("installing duckdb-cli into .build/bench/peers", file=sys.stderr)
        venv.create(home, with_pip=True)
        subprocess.run([f"{home}/bin/pip", "-q", "install", "duckdb-cli"], check=True)
    return f"{home}/bin/duckdb"


def timed(command, folder):
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr.decode(errors='replace')}")
    return seconds
