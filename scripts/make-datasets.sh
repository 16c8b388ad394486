#!/bin/sh
# Makes every file of datasets/ again and checks that the bytes are those committed.
#
#   scripts/make-datasets.sh [CHURN]
#
# telco and mlc come from Debian's r-cran-modeldata, which is installed by apt if it is missing (sudo is used only
# where needed). saas comes from the built program CHURN (default .build/release/churn); without one it is left as it is.
set -eu
cd "$(dirname "$0")/.."
churn=${1:-.build/release/churn}

has_modeldata() {
  command -v Rscript >/dev/null 2>&1 && Rscript -e 'stopifnot(requireNamespace("modeldata", quietly = TRUE))' >/dev/null 2>&1
}

if ! has_modeldata; then
  echo "make-datasets: installing r-cran-modeldata" >&2
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  $as_root apt-get update -q
  $as_root apt-get install -y --no-install-recommends r-base-core r-cran-modeldata
fi

Rscript scripts/make-datasets.R datasets
echo "make-datasets: telco and mlc written" >&2

if [ -x "$churn" ]; then
  "$churn" simulate table > datasets/saas/saas.csv
  for month in 2024-01 2024-02 2024-03 2024-04; do
    awk -F, -v month="$month" 'NR == 1 || substr($2, 1, 7) == month' datasets/saas/saas.csv \
      > "datasets/saas/monthly/$month.csv"
  done
  echo "make-datasets: saas written by $churn" >&2
else
  echo "make-datasets: saas left as it is: no program at $churn (build it with: scripts/build)" >&2
fi

(cd datasets && sha256sum --check --quiet SHA256SUMS)
echo "make-datasets: all files have the committed bytes" >&2
