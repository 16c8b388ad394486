"""scikit-learn's newton-cholesky on an array of many columns, and the time of one dsyrk on the same array."""
import json
import sys
import time
import numpy as np
import polars as pl
from scipy.linalg.blas import dsyrk
from sklearn.linear_model import LogisticRegression

frame = pl.read_csv(sys.argv[1])
y = frame["churned"].to_numpy()
x = np.ascontiguousarray(frame.drop("churned").to_numpy())
start = time.perf_counter()
model = LogisticRegression(C=float("inf"), solver="newton-cholesky", tol=1e-10, max_iter=100).fit(x, y)
seconds = time.perf_counter() - start
columns = np.asfortranarray(x)
products = []
for _ in range(3):
    start = time.perf_counter()
    dsyrk(1.0, columns, trans=1)
    products.append(time.perf_counter() - start)
names = frame.drop("churned").columns
coefficients = dict(zip(names, map(float, model.coef_[0]))) | {"(intercept)": float(model.intercept_[0])}
print(json.dumps({"fit_seconds": seconds, "dsyrk_seconds": min(products), "coefficients": coefficients}))
