import Tables

/// The names of features and of their levels as they stand in reasons, made once for many rows: one run of memory that
/// threads read without counting references.
final class ReasonLabels: @unchecked Sendable {  // immutable once made
  /// All labels one after another, with `padding` readable bytes behind the last.
  private let bytes: UnsafeMutableRawPointer
  /// Where each label starts; the next one's start is its end.
  private let starts: UnsafeMutablePointer<Int32>
  /// By feature: its first label, and how many it has for levels (the last for missing cells; 0 for numbers).
  private let places: UnsafeMutablePointer<(first: Int32, levels: Int32)>
  /// Bytes of the longest label.
  let longest: Int

  /// Bytes that may be read behind a label.
  static let padding = 16

  init(_ scorer: Scorer, _ columns: [Column], escaped: (String) -> String) {
    var labels: [[UInt8]] = []
    var found: [(first: Int32, levels: Int32)] = []
    for feature in scorer.features {
      let first = Int32(labels.count)
      guard let column = columns.first(where: { $0.name == feature.name }), case .categories(let cells) = column.cells
      else {
        labels.append(Array(escaped(feature.name).utf8))
        found.append((first, 0))
        continue
      }
      labels += cells.levels.map { Array(escaped(feature.name + "=" + $0.string).utf8) }
      labels.append(Array(escaped(feature.name + ":missing").utf8))
      found.append((first, Int32(labels.count) - first))
    }
    longest = labels.reduce(0) { max($0, $1.count) }
    let size = labels.reduce(0) { $0 + $1.count }
    bytes = .allocate(byteCount: size + Self.padding, alignment: 8)
    bytes.initializeMemory(as: UInt8.self, repeating: 0, count: size + Self.padding)
    starts = .allocate(capacity: labels.count + 1)
    places = .allocate(capacity: max(1, found.count))
    var end: Int32 = 0
    for (place, label) in labels.enumerated() {
      starts[place] = end
      label.withUnsafeBytes {
        if let from = $0.baseAddress { (bytes + Int(end)).copyMemory(from: from, byteCount: $0.count) }
      }
      end += Int32(label.count)
    }
    starts[labels.count] = end
    for (place, feature) in found.enumerated() { (places + place).initialize(to: feature) }
  }

  deinit {
    bytes.deallocate()
    starts.deallocate()
    places.deallocate()
  }

  /// The label of a reason; `padding` bytes behind it may be read.
  @inline(__always)
  func label(of reason: ScoredRows.Reason) -> UnsafeRawBufferPointer {
    let place = places[Int(reason.feature)]
    let offset = place.levels == 0 ? 0 : reason.code < 0 ? place.levels - 1 : reason.code
    let index = Int(place.first + offset)
    return UnsafeRawBufferPointer(start: bytes + Int(starts[index]), count: Int(starts[index + 1] - starts[index]))
  }
}
