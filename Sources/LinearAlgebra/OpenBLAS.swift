import COpenBLAS

/// The door to the C library; nothing else in the package touches it.
enum OpenBLAS {
  /// Holds OpenBLAS to one thread; touched before every first use, because threads of ours share out the blocks.
  static let ready: Void = openblas_set_num_threads(1)

  /// A dimension as the C library counts.
  static func int(_ value: Int) -> Int32 {
    precondition(value >= 0 && value <= Int(Int32.max), "a matrix dimension beyond 2³¹−1")
    return Int32(value)
  }
}

/// The threads that OpenBLAS starts when a program is loaded, before anybody can tell it how many.
public enum BLASThreads {
  /// Ends them. They are never given work here, but wait for it in a loop for the first tenth of a second, on cores that
  /// have better things to do. A program calls this once, before its first matrix.
  public static func end() {
    // in this order: a number set later would start them again
    OpenBLAS.ready
    churn_end_blas_threads()
  }
}
