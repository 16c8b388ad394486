"""EMPC of the same arrays by empulse and by churn: seconds, ratio, agreement. Arguments: rows, the built ArraysBench."""

import subprocess
import sys
import tempfile
import time

import numpy as np
from empulse.metrics import empc_score

rows, program = int(sys.argv[1]), sys.argv[2]
random = np.random.default_rng(1)
labels = (random.random(rows) < 0.2).astype(np.uint8)
scores = random.random(rows) * 0.5 + labels * random.random(rows) * 0.5
with tempfile.TemporaryDirectory() as folder:
    labels.tofile(f"{folder}/labels")
    scores.tofile(f"{folder}/scores")
    times, value = [], 0.0
    outcome = labels.astype(np.int64)
    ours = subprocess.run(
        [program, f"{folder}/labels", f"{folder}/scores"], check=True, capture_output=True, text=True
    ).stdout
    for _ in range(5):
        start = time.perf_counter()
        value = float(empc_score(outcome, scores))
        times.append(time.perf_counter() - start)
figures = {line.split()[0]: [float(x) for x in line.split()[1:]] for line in ours.splitlines()}
seconds, empc = figures["empc"]
if abs(empc - value) > 1e-9 * abs(value):
    sys.exit(f"EMPC differs: churn {empc!r}, empulse {value!r}")
peer = sorted(times)[2]
print(f"{rows:,} accounts; EMPC {empc:.9f}, the same to 1e-9")
print(f"| empulse EMPC | {peer:.3f} s | {peer / seconds:.1f} × churn |")
print(f"| churn EMPC, its sort included | {seconds:.3f} s | 1.0 |")
print(f"| standard sort of the scores alone | {figures['sort'][0]:.3f} s | |")
print(f"| 2,000 paired resamples of 1 M accounts, money of two values | {figures['resamples'][0]:.3f} s | |")
print(f"| the same, every difference another | {figures['resamples_distinct'][0]:.3f} s | |")
