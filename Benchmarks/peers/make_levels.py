"""A table with one more column: a category of 1,000 levels, or a number of 1,000 values. Source, target, kind."""
import sys
import numpy as np
import polars as pl

source, target, kind = sys.argv[1:]
frame = pl.read_csv(source)
draws = np.random.default_rng(7).integers(0, 1000, len(frame))
cells = np.array([f"R{level:04d}" for level in range(1000)])[draws] if kind == "levels" else draws
frame.with_columns(pl.Series("region", cells)).write_csv(target)
