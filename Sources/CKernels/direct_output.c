// The flag is not part of POSIX.
#define _GNU_SOURCE
#include "direct_output.h"
#include <fcntl.h>

bool churn_set_direct_output(int file, bool is_direct) {
#ifdef O_DIRECT
  int flags = fcntl(file, F_GETFL);
  if (flags < 0) return false;
  return fcntl(file, F_SETFL, is_direct ? flags | O_DIRECT : flags & ~O_DIRECT) == 0;
#else
  (void)file;
  return !is_direct;
#endif
}
