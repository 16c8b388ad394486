// OpenBLAS and LAPACKE as Debian packages them; complex numbers are not used and not imported.
#define lapack_complex_float float
#define lapack_complex_double double
#include <cblas.h>
#include <lapacke.h>
