"""Recalibration by Newton at 40 digits: what the fits of compare_calibration.json converge to.

Run beside the fixtures: python3 make.py ../../EvaluationTests/Fixtures > ../../EvaluationTests/Fixtures/recalibration.json
"""
import csv, json, sys
from mpmath import mp, mpf, exp, log, sqrt, nstr

mp.dps = 40
CASES = ["mlc/mlc_all_but_state", "mlc/mlc_nocharges", "mlc/mlc_nocharges_train3333_test", "wa/wa_subset", "wa/wa_tenure_only"]


def sums(rows, a, b):
    g0 = g1 = h00 = h01 = h11 = mpf(0)
    for y, x in rows:
        p = 1 / (1 + exp(-(a + b * x)))
        w = p * (1 - p)
        g0 += y - p
        g1 += (y - p) * x
        h00 += w
        h01 += w * x
        h11 += w * x * x
    return g0, g1, h00, h01, h11


result = {}
for case in CASES:
    with open(f"{sys.argv[1]}/{case}_scores.csv") as file:
        rows = [(int(r["y"]), log(mpf(float(r["p"]))) - log(1 - mpf(float(r["p"])))) for r in csv.DictReader(file)]
    c = mpf(0)
    for _ in range(7):
        g0, _, h00, _, _ = sums(rows, c, mpf(1))
        c += g0 / h00
    shift_error = 1 / sqrt(sums(rows, c, mpf(1))[2])
    a, b = mpf(0), mpf(1)
    for _ in range(7):
        g0, g1, h00, h01, h11 = sums(rows, a, b)
        d = h00 * h11 - h01 * h01
        a, b = a + (h11 * g0 - h01 * g1) / d, b + (h00 * g1 - h01 * g0) / d
    _, _, h00, h01, h11 = sums(rows, a, b)
    d = h00 * h11 - h01 * h01
    result[case] = {
        name: float(nstr(value, 20))
        for name, value in [
            ("citl_intercept", c), ("citl_se", shift_error), ("slope_intercept", a), ("slope", b),
            ("intercept_se", sqrt(h11 / d)), ("slope_se", sqrt(h00 / d)),
        ]
    }
print(json.dumps(result, indent=1))
