import CKernels

/// A worker's buffers, grown as blocks need.
final class ParserRoom: @unchecked Sendable {  // one thread's at a time
  private(set) var index = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
  private(set) var lines = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
  /// For the values of `CSV_NUMBER_GROUP` columns, one after another, each with room for a block's records. Codes are read
  /// into the first one's room, which is done with when a column behind it is read.
  private(set) var narrow = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  private var wide = UnsafeMutablePointer<Double>.allocate(capacity: 1)
  private(set) var bad = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
  /// What was read of the columns of a group.
  let numbers = UnsafeMutablePointer<csv_numbers>.allocate(capacity: Int(CSV_NUMBER_GROUP))
  private var indexCapacity = 1
  /// Of each column of a group; none before the first block.
  private var recordCapacity = 0
  private var lineCapacity = 1
  /// Of each column read as levels.
  private var levels: [OpaquePointer?]
  private let keepsLevels: Bool

  /// - Parameter keepsLevels: whether levels are known by the same code from block to block.
  init(columns: Int, keepsLevels: Bool) {
    levels = [OpaquePointer?](repeating: nil, count: columns)
    self.keepsLevels = keepsLevels
  }

  deinit {
    index.deallocate()
    lines.deallocate()
    narrow.deallocate()
    wide.deallocate()
    bad.deallocate()
    numbers.deallocate()
    for known in levels { csv_levels_free(known) }
  }

  /// The levels of a column.
  func levels(ofColumn column: Int) -> OpaquePointer {
    if let known = levels[column] { return known }
    let known = csv_levels_create()!
    csv_levels_keep(known, keepsLevels)
    levels[column] = known
    return known
  }

  /// Forgets the levels of all columns.
  func forgetLevels() { for known in levels where known != nil { csv_levels_keep(known, keepsLevels) } }

  /// Room for the numbers of one column of a group.
  func numbers(_ place: Int, point: UInt8) -> csv_numbers {
    var numbers = csv_numbers()
    numbers.narrow = narrow + place * recordCapacity
    numbers.wide = wide + place * recordCapacity
    numbers.bad = bad + place * recordCapacity
    numbers.point = point
    return numbers
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
    let columns = Int(CSV_NUMBER_GROUP)
    narrow = .allocate(capacity: columns * recordCapacity)
    wide = .allocate(capacity: columns * recordCapacity)
    bad = .allocate(capacity: columns * recordCapacity)
  }
}
