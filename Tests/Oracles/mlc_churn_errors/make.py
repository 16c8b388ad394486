"""Standard errors of the maximum-likelihood fit of mlc_churn, to 50 digits.

The errors in expected.json for this one case agree with these to 7.7 digits only (its other figures are right), so
they cannot certify eleven. Here the curvature is summed and inverted in 50-digit arithmetic at the certified
coefficients, which are good to 1e-20.

usage: python3 make.py FIXTURES > expected.json      (mpmath 1.3)
"""
import csv, json, sys
from mpmath import mp, mpf, matrix, exp, sqrt
mp.dps = 50
folder = sys.argv[1]
case = [c for c in json.load(open(folder + "/expected.json"))["cases"] if c["name"] == "mlc_churn"][0]
rows = list(csv.DictReader(open(folder + "/mlc_churn.csv")))
def cell(row, term):
    if term == "intercept": return mpf(1)
    if term == "intl": return mpf(row["international_plan"] == "yes")
    if term == "vmail": return mpf(row["voice_mail_plan"] == "yes")
    return mpf(float(row[term]))
terms, q = case["terms"], len(case["terms"])
beta = [mpf(b) for b in case["coef"]]
H = [[mpf(0)] * q for _ in range(q)]
for row in rows:
    x = [cell(row, t) for t in terms]
    eta = sum(a * b for a, b in zip(x, beta))
    p = 1 / (1 + exp(-eta))
    h = p * (1 - p)
    for i in range(q):
        if x[i]:
            hx = h * x[i]
            for j in range(i, q): H[i][j] += hx * x[j]
M = matrix(q, q)
for i in range(q):
    for j in range(i, q): M[i, j] = M[j, i] = H[i][j]
C = M ** -1
json.dump({"terms": terms, "se": [mp.nstr(sqrt(C[i, i]), 20) for i in range(q)]}, sys.stdout, indent=1)
