"""polars read, scikit-learn predict, expected value, polars write: id, p, value and decision, but no reasons.

Arguments: the file, a JSON file of coefficients, the output.
"""
import json, sys
import numpy
import polars
from sklearn.linear_model import LogisticRegression
from design import TERMS, design

x, _, ids = design(sys.argv[1])
known = json.load(open(sys.argv[2]))
model = LogisticRegression()
model.classes_ = numpy.array([0, 1])
model.intercept_ = numpy.array([known["(intercept)"]])
model.coef_ = numpy.array([[known[name] for name in TERMS]])
p = model.predict_proba(x)[:, 1]
value = p * (0.3 * (200 - 10) - 1) - (1 - p) * (10 + 1)
scores = polars.DataFrame(
    {"account_id": ids, "p_churn": p, "expected_value": value,
     "decision": numpy.where(value > 0, "treat", "leave")})
scores.write_csv(sys.argv[3])
print(json.dumps({"rows": len(p)}))
