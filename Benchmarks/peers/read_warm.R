# data.table's fread, again and again in one process: the first reading pays for memory that the others use again.
suppressMessages(library(data.table))
setDTthreads(0)
path <- commandArgs(trailingOnly = TRUE)[1]
read <- NULL
seconds <- sapply(1:4, function(i) system.time(read <<- fread(path, showProgress = FALSE))[["elapsed"]])
cat(sprintf('{"first": %f, "warm": %f}\n', seconds[1], median(seconds[-1])))
