#ifndef CHURN_DIRECT_OUTPUT_H
#define CHURN_DIRECT_OUTPUT_H

#include <stdbool.h>

// Sets whether bytes written to a file go from the caller's memory to the disk at once (O_DIRECT); address, place in the
// file and length must then be multiples of the disk's block. Returns whether the file system can.
bool churn_set_direct_output(int file, bool is_direct);

#endif
