// What readers of one number and of several share.
#ifndef CSV_NUMBER_H
#define CSV_NUMBER_H
#include "csv_kernels.h"

// Takes a column up with its first record.
void csv_begin_numbers(csv_numbers *numbers);
// Reads one cell; those before it have been read.
void csv_read_number(const csv_cells *cells, size_t record, csv_numbers *numbers);
// Reads all cells from `record` on.
void csv_read_numbers_from(const csv_cells *cells, size_t record, csv_numbers *numbers);
#endif
