"""polars read, then glum's logistic regression without a penalty."""
import json, sys, time
from glum import GeneralizedLinearRegressor
from design import coefficients, design

x, y, _ = design(sys.argv[1])
start = time.perf_counter()
model = GeneralizedLinearRegressor(family="binomial", alpha=0, gradient_tol=1e-12, max_iter=100).fit(x, y)
seconds = time.perf_counter() - start
print(json.dumps({"fit_seconds": seconds, "coefficients": coefficients(model.intercept_, model.coef_)}))
