// OpenBLAS and LAPACKE as Debian packages them; complex numbers are not used and not imported.
#define lapack_complex_float float
#define lapack_complex_double double
#include <cblas.h>
#include <lapacke.h>

// Ends OpenBLAS' own threads; what its headers leave out. A build without threads does not have it.
extern int blas_thread_shutdown_(void) __attribute__((weak));
static inline void churn_end_blas_threads(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}
