"""A table of independent numbers with two decimals and a target that depends on all of them: path, rows, columns."""
import sys
import numpy as np
import polars as pl

path, rows, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
generator = np.random.default_rng(5)
slopes = generator.normal(size=columns) * 0.1
x = generator.integers(-300, 300, size=(rows, columns)) / 100
y = (generator.random(rows) < 1 / (1 + np.exp(2 - x @ slopes))).astype(np.int64)
frame = pl.DataFrame({f"x{j}": x[:, j] for j in range(columns)} | {"churned": y})
frame.write_csv(path, float_precision=2)
