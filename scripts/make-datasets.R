# Writes datasets/telco and datasets/mlc from the R package modeldata; run by make-datasets.sh.
# Usage: Rscript scripts/make-datasets.R DATASETS_FOLDER

folder <- commandArgs(trailingOnly = TRUE)[1]
stopifnot(!is.na(folder), dir.exists(folder), requireNamespace("modeldata", quietly = TRUE))

# The shortest decimal that reads back to the same double; empty where there is no value.
shortest <- function(x) {
  text <- rep("", length(x))
  left <- which(!is.na(x))
  for (digits in 1:17) {
    if (length(left) == 0) break
    tried <- formatC(x[left], digits = digits, width = 1, format = "fg", flag = "")
    exact <- as.numeric(tried) == x[left]
    text[left[exact]] <- tried[exact]
    left <- left[!exact]
  }
  stopifnot(length(left) == 0)
  text
}

cells <- function(column) {
  text <- if (is.numeric(column)) shortest(column) else ifelse(is.na(column), "", as.character(column))
  stopifnot(!grepl("[,\"\r\n]", text))
  text
}

write_rows <- function(data, rows, path) {
  lines <- do.call(paste, c(lapply(data[rows, , drop = FALSE], cells), sep = ","))
  connection <- file(path, open = "wb")
  on.exit(close(connection))
  writeLines(c(paste(names(data), collapse = ","), lines), connection, sep = "\n")
}

with_ids <- function(data, letter) {
  data <- as.data.frame(data)
  cbind(account_id = sprintf("%s%04d", letter, seq_len(nrow(data))), data)
}

loaded <- new.env()
data("wa_churn", "mlc_churn", package = "modeldata", envir = loaded)

telco <- with_ids(loaded$wa_churn, "T")
stopifnot(nrow(telco) == 7043, sum(is.na(telco$total_charges)) == 11, sum(is.na(telco)) == 11)
write_rows(telco, 1:5634, file.path(folder, "telco", "telco.csv"))
write_rows(telco, 5635:7043, file.path(folder, "telco", "holdout.csv"))
write_rows(telco[names(telco) != "churn"], 5635:7043, file.path(folder, "telco", "current.csv"))

mlc <- with_ids(loaded$mlc_churn, "M")
stopifnot(nrow(mlc) == 5000, !anyNA(mlc))
write_rows(mlc, 1:5000, file.path(folder, "mlc", "mlc.csv"))
write_rows(mlc, 1:3333, file.path(folder, "mlc", "train.csv"))
write_rows(mlc, 3334:5000, file.path(folder, "mlc", "test.csv"))
