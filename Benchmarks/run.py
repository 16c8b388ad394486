"""Runs churn and its peers on the same files, alternately, and prints medians, ratios and peak memory.

Every job is a process of its own; its wall time, processor time and peak memory are those that the system reports for
it. Jobs of one group alternate, so that a slow minute of the machine hits all of them. Before anything is printed the
estimates of churn and of the peers are compared.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".build-bench"
PEERS = ROOT / "Benchmarks" / "peers"
CHURN = os.environ["CHURN_BINARY"]


class Job:
    """A command that is run several times."""

    def __init__(self, name, command, before=None):
        self.name, self.command, self.before, self.runs, self.answer = name, command, before, [], {}

    def run(self):
        """Runs once; remembers seconds, processor seconds, peak bytes and what was printed."""
        if self.before:
            self.before()
        output = WORK / "output.txt"
        with open(output, "wb") as out:
            start = time.perf_counter()
            process = subprocess.Popen([str(word) for word in self.command], stdout=out, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        text = output.read_text(errors="replace")
        if status != 0:
            sys.exit(f"bench: {self.name} failed:\n{text[-2000:]}")
        self.runs.append((seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024))
        last = text.strip().splitlines()[-1] if text.strip() else ""
        self.answer = json.loads(last) if last.startswith("{") else {}
        self.text = text

    def median(self, place=0):
        return statistics.median(run[place] for run in self.runs)

    def peak(self):
        return max(run[2] for run in self.runs)

    def stages(self):
        """The stages that `--verbose` names, with their seconds."""
        return {name: float(seconds) for name, seconds in re.findall(r"^([a-z][^:\n]*): ([0-9.]+) s$", self.text, re.M)}


def alternate(jobs, rounds):
    for _ in range(rounds):
        for job in jobs:
            job.run()


def python(script, *arguments):
    return [WORK / "venv" / "bin" / "python", PEERS / script, *arguments]


def remove(*paths):
    def work():
        for path in paths:
            subprocess.run(["rm", "-rf", str(path)], check=True)
    return work


def simulate(rows, seed):
    """A simulated table, made once."""
    path = WORK / f"table-{rows}-{seed}.csv"
    if not path.exists():
        unfinished = WORK / "unfinished.csv"
        remove(unfinished)()
        subprocess.run(
            [CHURN, "simulate", "table", "--rows", str(rows), "--seed", str(seed), "-o", str(unfinished)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        unfinished.rename(path)
    return path


def estimates():
    """The estimates of the model that churn stored last."""
    model = json.loads((WORK / "models" / "bench" / "1" / "model.json").read_text())["content"]
    found = {term["term"]: term["estimate"] for term in model["terms"]}
    return found | {"(intercept)": model["intercept"]["estimate"]}


def disagreement(ours, theirs):
    """The largest relative difference of two sets of estimates."""
    return max(abs(ours[name] - theirs[name]) / abs(theirs[name]) for name in theirs)


def machine():
    """Bytes a second that one thread reads from memory, and operations a second of a matrix product.

    In a process of its own: a job's peak memory counts the memory of the process that starts it.
    """
    answer = subprocess.run(python("machine.py"), check=True, capture_output=True, text=True).stdout
    return json.loads(answer)


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return "unknown processor"


class Report:
    """Lines of Markdown, to the screen and to a file."""

    def __init__(self):
        self.lines, self.faults = [], 0

    def say(self, line=""):
        self.lines.append(line)
        print(line, flush=True)

    def table(self, jobs, ours):
        self.say("| job | wall, median [s] | processor [s] | peak memory [MB] | × churn's wall |")
        self.say("|---|--:|--:|--:|--:|")
        for job in jobs:
            ratio = job.median() / ours.median()
            self.say(f"| {job.name} | {job.median():.3f} | {job.median(1):.2f} | {job.peak() / 1e6:.0f} | {ratio:.2f} |")
        self.say()


def training(report, path, rounds):
    clean = remove(WORK / "models")
    common = [path, "--target", "churned", "--id", "account_id", "--model", "bench", "--store", WORK / "models"]
    train = Job("churn train (read, fit, hold-out, fit, save)", [CHURN, "train", *common, "--verbose"], clean)
    fit_only = Job("churn train --no-holdout", [CHURN, "train", *common, "--no-holdout", "--verbose"], clean)
    fread = Job("R data.table fread: read only", ["Rscript", "--vanilla", PEERS / "read.R", path])
    readers = [
        fread, Job("polars: read only", python("read_polars.py", path)),
        Job("DuckDB: read only", python("read_duckdb.py", path)),
    ]
    fits = [
        Job("polars + scikit-learn newton-cholesky", python("train_sklearn.py", path)),
        Job("polars + glum", python("train_glum.py", path)),
    ]
    alternate([train, fit_only, *readers], rounds)
    alternate(fits, max(1, rounds // 2))
    report.say("## From file to model")
    report.say()
    report.table([train, fit_only, *readers, *fits], train)
    warm = Job("fread, warm", ["Rscript", "--vanilla", PEERS / "read_warm.R", path])
    warm.run()
    report.say(
        f"churn train takes {train.median() / fread.median():.2f} × the time of fread's bare read in a process of its own, "
        f"and {train.median() / warm.answer['warm']:.2f} × that of its second to fourth reading in one process "
        f"({warm.answer['warm']:.2f} s; the first took {warm.answer['first']:.2f} s).")
    report.say()
    ours = estimates()
    for job in fits:
        gap = disagreement(ours, job.answer["coefficients"])
        report.say(f"Largest relative difference of an estimate, churn and {job.name}: {gap:.1e}")
        if gap > 1e-8:
            report.faults += 1
            report.say("**These estimates do not agree to 1e-8.**")
    report.say()
    return train, fit_only, fits, ours


def fits_alone(report, fit_only, fits):
    report.say("## The fit alone, columns in memory")
    report.say()
    ours = fit_only.stages()["fit of all rows"]
    report.say("| fit | seconds | × churn |")
    report.say("|---|--:|--:|")
    report.say(f"| churn, blueprint and certificate and errors included | {ours:.3f} | 1.00 |")
    for job in fits:
        seconds = job.answer["fit_seconds"]
        report.say(f"| {job.name.removeprefix('polars + ')}, from a dense array | {seconds:.3f} | {seconds / ours:.2f} |")
    report.say()


def stages(report, train, path, rows, speed):
    report.say("## Stages of churn train, and how far from the limit")
    report.say()
    bytes_of_file, columns = path.stat().st_size, 20 * rows
    limits = {
        "read": bytes_of_file / speed / 2, "fit of the training part": 2 * columns / speed / 2,
        "fit of all rows": 2 * columns / speed / 2,
    }
    report.say("The limit of a stage is the time in which two threads read its bytes from memory: the file once, or the")
    report.say("columns (20 bytes a row) once for each pass.")
    report.say()
    report.say("| stage | seconds | limit [s] | × limit |")
    report.say("|---|--:|--:|--:|")
    for name, seconds in train.stages().items():
        limit = limits.get(name)
        shown = f"{limit:.3f} | {seconds / limit:.1f}" if limit else "– | –"
        report.say(f"| {name} | {seconds:.3f} | {shown} |")
    report.say()


def scoring(report, path, coefficients, rounds):
    known = WORK / "coefficients.json"
    known.write_text(json.dumps(coefficients))
    ours, theirs = WORK / "scores.csv", WORK / "peer-scores.csv"
    score = Job(
        "churn score (id, p, value, decision, three reasons)",
        [CHURN, "score", "bench", path, "-o", ours, "--store", WORK / "models"], remove(ours))
    peer = Job("polars + scikit-learn (no reasons)", python("score_sklearn.py", path, known, theirs), remove(theirs))
    alternate([score, peer], rounds)
    report.say("## Scores, from CSV to CSV")
    report.say()
    report.table([score, peer], score)
    remove(ours, theirs)()


def startup(report, rounds):
    path = simulate(1000, 1)
    common = ["--target", "churned", "--id", "account_id", "--model", "bench", "--store", WORK / "small-models"]
    jobs = [
        Job("churn --help", [CHURN, "--help"]),
        Job("churn train, 1,000 rows", [CHURN, "train", path, *common], remove(WORK / "small-models")),
    ]
    alternate(jobs, max(rounds, 5))
    report.say("## Start-up")
    report.say()
    report.table(jobs, jobs[0])


def months(report, rows, rounds):
    """24 monthly files beside one file of their size."""
    files = [simulate(rows // 24, 100 + month) for month in range(24)]
    one = simulate(rows // 24 * 24, 1)
    common = ["--target", "churned", "--model", "bench", "--store", WORK / "month-models"]
    clean = remove(WORK / "month-models")
    many = Job("churn train, 24 files", [CHURN, "train", *files, *common, "--id", "account_id"], clean)
    single = Job("churn train, one file", [CHURN, "train", one, *common, "--id", "account_id"], clean)
    alternate([many, single], rounds)
    report.say("## 24 files as cohorts, and one file of their size")
    report.say()
    report.table([many, single], single)


def made(path, *command):
    """A table made once by a script."""
    if not path.exists():
        subprocess.run(python(command[0], *[path if word == "PATH" else word for word in command[1:]]), check=True)
    return path


def wide(report, rows, columns, rounds):
    path = made(WORK / f"wide-{rows}-{columns}.csv", "make_wide.py", "PATH", str(rows), str(columns))
    clean = remove(WORK / "models")
    ours = Job(
        "churn", [CHURN, "train", path, "--target", "churned", "--model", "bench", "--store", WORK / "models",
                  "--no-holdout", "--verbose"], clean)
    theirs = Job("scikit-learn newton-cholesky", python("fit_wide.py", path))
    alternate([ours, theirs], rounds)
    gap = disagreement(estimates(), theirs.answer["coefficients"])
    fit, passes = ours.stages()["fit of all rows"], len(re.findall(r"^  step ", ours.text, re.M))
    peer, product = theirs.answer["fit_seconds"], theirs.answer["dsyrk_seconds"]
    report.say(f"## {columns} numeric columns, {rows:,} rows: the fit alone")
    report.say()
    report.say("| fit | seconds | × churn |")
    report.say("|---|--:|--:|")
    report.say(f"| churn, {passes} passes with a curvature, all but the last to single precision, and the Gram matrix | {fit:.2f} | 1.00 |")
    report.say(f"| scikit-learn newton-cholesky, from a dense array | {peer:.2f} | {peer / fit:.2f} |")
    report.say(f"| dsyrk on the same array, {passes + 1} times | {(passes + 1) * product:.2f} | "
               f"{(passes + 1) * product / fit:.2f} |")
    report.say()
    report.say(f"Largest relative difference of an estimate: {gap:.1e}; peak memory {ours.peak() / 1e6:.0f} MB.")
    if gap > 1e-8:
        report.faults += 1
        report.say("**These estimates do not agree to 1e-8.**")
    report.say()


def levels(report, path, rounds):
    """A category of 1,000 levels beside a number of 1,000 values."""
    clean = remove(WORK / "models")
    common = ["--target", "churned", "--id", "account_id", "--model", "bench", "--store", WORK / "models", "--verbose"]
    jobs = []
    for kind in ["numbers", "levels"]:
        table = made(WORK / f"{path.stem}-{kind}.csv", "make_levels.py", str(path), "PATH", kind)
        jobs.append(Job(f"churn train, one more column of 1,000 {kind}", [CHURN, "train", table, *common], clean))
    alternate(jobs, rounds)
    report.say("## A category of 1,000 levels")
    report.say()
    report.table(jobs[::-1], jobs[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="10 million rows, five rounds; writes RESULTS.md")
    parser.add_argument("--rows", type=int, help="rows of the file")
    parser.add_argument("--rounds", type=int, help="runs of each job")
    options = parser.parse_args()
    rows = options.rows or (10_000_000 if options.full else 500_000)
    rounds = options.rounds or (5 if options.full else 3)
    WORK.mkdir(exist_ok=True)
    path = simulate(rows, 1)
    report = Report()
    report.say("# Results")
    report.say()
    report.say("Made by `scripts/bench" + (" --full" if options.full else "") + "`; what is measured, and how, stands in")
    report.say("`Benchmarks/run.py`. Medians; jobs of a table ran alternately on the same machine.")
    report.say()
    measured = machine()
    speed = measured["bytes_a_second"]
    report.say(f"* {rows:,} rows, {path.stat().st_size / 1e6:.0f} MB; {rounds} rounds")
    report.say(
        f"* {processor()}, {os.cpu_count()} cores; one thread reads {speed / 1e9:.1f} GB/s; "
        f"matrix product {measured['operations_a_second'] / 1e9:.0f} Gflop/s; load before the run {os.getloadavg()[0]:.1f}")
    report.say()
    train, fit_only, fits, coefficients = training(report, path, rounds)
    fits_alone(report, fit_only, fits)
    stages(report, train, path, rows, speed)
    scoring(report, path, coefficients, rounds)
    if options.full:
        months(report, 12_000_000, rounds)
        wide(report, 1_000_000, 200, max(1, rounds // 2))
        levels(report, path, rounds)
    startup(report, rounds)
    if options.full:
        (ROOT / "Benchmarks" / "RESULTS.md").write_text("\n".join(report.lines).rstrip() + "\n")
    if report.faults:
        sys.exit("bench: churn and a peer do not agree")


if __name__ == "__main__":
    main()
