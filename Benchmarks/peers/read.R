# Only reads the file: data.table::fread on all its threads.
path <- commandArgs(trailingOnly = TRUE)[1]
table <- data.table::fread(path, showProgress = FALSE)
cat(sprintf('{"rows": %d}\n', nrow(table)))
