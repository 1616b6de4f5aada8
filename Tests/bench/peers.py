"""What the benchmarks share: where cork is, its peers, and a stopwatch around a process."""
import os, shutil, subprocess, sys, tempfile, time, venv

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORK = os.path.join(ROOT, ".build", "bench")
CORK = os.path.join(os.environ.get("CORK_BINARIES") or os.path.join(ROOT, ".build", "release"), "cork")


def installed(*packages):
    """The folder of the programs of packages from PyPI, installed beside the build."""
    home = os.path.join(WORK, "peers")
    if not os.path.exists(f"{home}/bin/python"):
        venv.create(home, with_pip=True)
    for package in packages:
        if not os.path.exists(f"{home}/{package}"):
            print(f"installing {package} into .build/bench/peers", file=sys.stderr)
            subprocess.run([f"{home}/bin/pip", "-q", "install", package], check=True)
            open(f"{home}/{package}", "w").close()
    return f"{home}/bin"


def duckdb():
    """The path of DuckDB's command line, installed beside the build when the machine has none."""
    beside = os.path.join(os.path.dirname(sys.executable), "duckdb")
    found = shutil.which("duckdb") or (os.path.exists(beside) and beside)
    return found or installed("duckdb-cli") + "/duckdb"


def python(*modules):
    """A Python that has the modules: the one that runs, or one beside the build."""
    code = "; ".join(f"import {module}" for module in modules)
    if subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0:
        return sys.executable
    return installed(*modules) + "/python"


def measured(command, folder=None, text=None):
    """Runs a process to its end: its seconds, its peak memory in MiB, and what it printed."""
    with tempfile.TemporaryFile("w+") as printed, tempfile.TemporaryFile("w+") as problem:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=printed, stderr=problem, text=True)
        if text:
            process.stdin.write(text)
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        for file in (printed, problem):
            file.seek(0)
        if process.returncode:
            sys.exit(f"{' '.join(command)[:200]} failed: {problem.read().strip()}")
        return seconds, usage.ru_maxrss // 1024, printed.read()


def timed(command, folder):
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr.decode(errors='replace')}")
    return seconds
