"""Standard errors of the telco and mlc reference models at their maximum, to 40 digits.

R computes its errors at the last but one iterate: those of mlc_nocharges_train3333 and wa_tenure_only are right to 7.7
digits only, although the coefficients have 15. Here the curvature is summed at R's coefficients, after one Newton step
in 40-digit arithmetic, and inverted.

usage: python3 make.py PACKAGE > errors.json      (mpmath 1.3)
"""
import csv, json, sys
from mpmath import mp, mpf, matrix, exp, sqrt, lu_solve
mp.dps = 40
package = sys.argv[1]
DATA = {"mlc_nocharges": "datasets/mlc/mlc.csv", "mlc_nocharges_train3333": "datasets/mlc/train.csv",
        "mlc_all_but_state": "datasets/mlc/mlc.csv", "wa_subset": "Tests/FittingTests/Fixtures/wa_churn.csv",
        "wa_tenure_only": "Tests/FittingTests/Fixtures/wa_churn.csv"}
def column(rows, term):
    """The column of one of R's terms: a number, or the indicator of a level glued to its column's name."""
    if term == "(Intercept)": return [mpf(1)] * len(rows)
    if term in rows[0]: return [mpf(float(r[term])) for r in rows]
    name = max((n for n in rows[0] if term.startswith(n)), key=len)
    return [mpf(r[name] == term[len(name):]) for r in rows]
result = {}
for case, file in DATA.items():
    rows = list(csv.DictReader(open(f"{package}/{file}")))
    table = list(csv.DictReader(open(f"{package}/Tests/CommandTests/Fixtures/coefficients/{case}_coef.csv")))
    terms, q = [r["term"] for r in table], len(table)
    X = list(zip(*[column(rows, t) for t in terms]))
    y = [mpf(r["churn"].lower() == "yes") for r in rows]
    beta = [mpf(r["estimate"]) for r in table]
    def sums(beta):
        g, H = [mpf(0)] * q, [[mpf(0)] * q for _ in range(q)]
        for x, yi in zip(X, y):
            p = 1 / (1 + exp(-sum(a * b for a, b in zip(x, beta))))
            for i in range(q):
                if x[i]:
                    g[i] += (yi - p) * x[i]
                    hx = p * (1 - p) * x[i]
                    for j in range(i, q):
                        if x[j]: H[i][j] += hx * x[j]
        M = matrix(q, q)
        for i in range(q):
            for j in range(i, q): M[i, j] = M[j, i] = H[i][j]
        return matrix(g), M
    g, M = sums(beta)
    step = lu_solve(M, g)
    g, M = sums([b + step[i] for i, b in enumerate(beta)])
    C = M ** -1
    result[case] = {t: mp.nstr(sqrt(C[i, i]), 20) for i, t in enumerate(terms)}
json.dump(result, sys.stdout, indent=1)
print()
