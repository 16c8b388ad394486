// Hot loops that need vector instructions chosen at run time. Each kernel has a portable path and says how far
// (in units in the last place) the paths may differ. And two calls that Swift does not see in the C library.
#ifndef CKERNELS_H
#define CKERNELS_H
#include "codes.h"
#include "columns.h"
#include "compress.h"
#include "contributions.h"
#include "csv_kernels.h"
#include "direct_output.h"
#include "freed_memory.h"
#include "logistic_gradient.h"
#include "logistic_gram.h"
#include "logistic_products.h"
#include "logistic_rows.h"
#include "moments.h"
#include "ranks.h"
#include "shortest_digits.h"
#include "vectors.h"
#endif
