"""Regularised incomplete beta and normal quantiles at 40 digits or more (mpmath): python3 make.py > ../../EvaluationTests/Fixtures/distributions.json"""
import json
from mpmath import mp, mpf, betainc, erfinv, sqrt, nstr

mp.dps = 340  # 1e-300 must not vanish beside 1
beta = []
for a, b in [(6, 14), (7, 14), (10, 10), (1, 1), (0.5, 0.5), (0.01, 3), (2.5, 0.2), (60, 140), (600, 1400), (30, 2)]:
    for x in [1e-12, 1e-3, 0.05, 0.2, 0.3, 0.5, 0.7, 0.95, 0.999]:
        beta.append([a, b, x, float(nstr(betainc(mpf(a), mpf(b), 0, mpf(x), regularized=True), 20))])
normal = [[p, float(nstr(sqrt(2) * erfinv(2 * mpf(p) - 1), 20))] for p in [1e-300, 1e-20, 1e-6, 0.001, 0.025, 0.1, 0.4, 0.5, 0.6, 0.8, 0.975, 0.999999]]
print(json.dumps({"beta": beta, "normal": normal}))
