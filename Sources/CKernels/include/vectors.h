// The widest vectors that kernels may use, those of the reader of files excepted.
#ifndef VECTORS_H
#define VECTORS_H

// Vectors of at most so many bits (512, 256, or 0 for the portable paths) from now on. Results do not depend on it; tests
// call it to see that.
void churn_limit_vectors(int bits);

// Whether the processor has vectors of 512 bits, whatever kernels are limited to.
int churn_knows_widest_vectors(void);
#endif
