#if canImport(Glibc)
  import Glibc
#endif

/// Cores that the system offers, at least 1.
func processorCount() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
