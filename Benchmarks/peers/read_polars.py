"""Only reads the file, with polars."""
import json, sys
import polars

print(json.dumps({"rows": polars.read_csv(sys.argv[1]).height}))
