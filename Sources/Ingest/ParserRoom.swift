import CKernels

/// A worker's buffers, grown as blocks need.
final class ParserRoom: @unchecked Sendable {  // one thread's at a time
  private(set) var index = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
  private(set) var lines = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
  private(set) var narrow = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  private(set) var wide = UnsafeMutablePointer<Double>.allocate(capacity: 1)
  private(set) var bad = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
  private var indexCapacity = 1
  private var recordCapacity = 1
  private var lineCapacity = 1
  let levels = csv_levels_create()!

  deinit {
    index.deallocate()
    lines.deallocate()
    narrow.deallocate()
    wide.deallocate()
    bad.deallocate()
    csv_levels_free(levels)
  }

  /// Room for the positions of a block's cells.
  func reserve(bytes: Int, columns: Int) {
    let wanted = 2 * bytes + columns + 128
    guard wanted > indexCapacity else { return }
    index.deallocate()
    index = .allocate(capacity: wanted)
    indexCapacity = wanted
  }

  /// Room for the lines of a block's records.
  func reserveLines(_ count: Int) {
    guard count > lineCapacity else { return }
    lines.deallocate()
    lines = .allocate(capacity: count)
    lineCapacity = count
  }

  /// Room for the values of a column.
  func reserve(records: Int) {
    guard records > recordCapacity else { return }
    recordCapacity = records + records / 4
    narrow.deallocate()
    wide.deallocate()
    bad.deallocate()
    narrow = .allocate(capacity: recordCapacity)
    wide = .allocate(capacity: recordCapacity)
    bad = .allocate(capacity: recordCapacity)
  }
}
