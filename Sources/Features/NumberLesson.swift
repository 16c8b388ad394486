import Tables

/// What a number column teaches: its mean and the share of missing cells, weighted where rows are.
struct NumberLesson {
  /// Mean of the cells that have a value; `nil` when none has.
  private(set) var mean: Double?
  /// Share of the rows without a value.
  private(set) var missingShare = 0.0
  /// Rows without a value.
  private(set) var missingRows = 0

  /// Many numbers without weights are added up as the integers that they are stored as. All others are added with
  /// compensation, so that the mean depends neither on chunks nor on the order in which large and small values come; a
  /// sum beyond double range is redone at 2^-64 of the scale.
  init(_ numbers: NumberColumn, _ training: TrainingRows) {
    if training.count >= 200_000, training.weights == nil, let total = numbers.total(of: training.chosen) {
      missingRows = total.missing
      let present = training.count - total.missing
      guard present > 0 else { return }
      mean = total.sum / Double(present)
      missingShare = Double(total.missing) / Double(training.count)
      return
    }
    var sums = Self.sums(numbers, training, scale: 1)
    var scale = 1.0
    if !sums.values.total.isFinite {
      scale = 0x1p-64
      sums = Self.sums(numbers, training, scale: scale)
    }
    let present = sums.present.total
    missingRows = sums.missingRows
    guard present > 0 else { return }
    mean = sums.values.total / present / scale
    let missing = sums.missing.total
    missingShare = missing / (present + missing)
  }

  /// Rows taken at a time.
  private static let run = 4096

  private struct Sums {
    var values = CompensatedSum()
    var present = CompensatedSum()
    var missing = CompensatedSum()
    var missingRows = 0
  }

  private static func sums(_ numbers: NumberColumn, _ training: TrainingRows, scale: Double) -> Sums {
    var sums = Sums()
    withUnsafeTemporaryAllocation(of: Double.self, capacity: run) { values in
      training.forEachRun(of: run) { rows in
        numbers.copy(rows, to: values)
        for place in 0..<rows.count {
          let weight = training.weights?[rows.row(at: place)] ?? 1
          if weight == 0 { continue }
          let value = values[place]
          if value.isNaN {
            sums.missing.add(weight)
            sums.missingRows += 1
          } else {
            sums.values.add(value * scale * weight)
            sums.present.add(weight)
          }
        }
      }
    }
    return sums
  }
}

/// A sum that keeps what rounding drops.
///
/// - SeeAlso: Neumaier (1974), doi:10.1002/zamm.19740540106.
struct CompensatedSum {
  private var sum = 0.0
  private var lost = 0.0

  var total: Double { sum + lost }

  mutating func add(_ value: Double) {
    let next = sum + value
    lost += sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
    sum = next
  }
}
