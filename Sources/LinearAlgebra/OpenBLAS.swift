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
