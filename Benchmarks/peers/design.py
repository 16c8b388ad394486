"""The design that all Python peers fit: the nine numbers, and plan against basic."""
import numpy
import polars

NUMBERS = ["usage", "logins", "tickets", "tenure_months", "nps", "seats", "failed_payments", "usage_slope", "mrr"]
LEVELS = ["pro", "team"]
TERMS = NUMBERS + [f"plan={level}" for level in LEVELS]


def design(path):
    """The design matrix, the labels and the ids of a file."""
    table = polars.read_csv(path)
    columns = [table[name].cast(polars.Float64).to_numpy() for name in NUMBERS]
    columns += [(table["plan"] == level).cast(polars.Float64).to_numpy() for level in LEVELS]
    return numpy.column_stack(columns), table["churned"].to_numpy(), table["account_id"]


def coefficients(intercept, slopes):
    """By the names that churn gives its terms."""
    return {"(intercept)": float(intercept)} | {name: float(value) for name, value in zip(TERMS, slopes)}
