import LinearAlgebra

/// The columns that a fit works with, and how they are measured inside it.
///
///     zᵢⱼ = (xᵢⱼ − centreⱼ) · 2^−exponentⱼ
///
/// The scale is the power of two below the standard deviation and the centre a short binary number near the mean, so
/// that standardising rounds as little as can be and a column times 2^k gives the same bits. Factor columns stay 0
/// and 1. The order inside is: dense columns, then factor columns.
struct DesignBasis: Sendable {
  /// Dense columns that are kept, indices among the dense ones.
  let dense: [Int]
  /// 2^−exponentⱼ of each kept dense column.
  let inverseScales: [Double]
  /// centreⱼ·2^−exponentⱼ.
  let scaledCentres: [Double]
  /// Population standard deviation of each kept column on the inside scale.
  private(set) var deviations: [Double]
  /// For each factor and level, its place among the kept factor columns, or −1.
  let levelPlaces: [[Int32]]
  /// Kept factor columns.
  let factorColumnCount: Int
  /// For each factor, where its levels stand among the kept factor columns.
  let levelRanges: [Range<Int>]
  /// For each kept column, its index in the design.
  let columns: [Int]
  /// All columns of the design.
  let designColumnCount: Int

  /// Kept columns.
  var count: Int { columns.count }

  /// The basis of some columns, given by their indices in the design.
  init(_ moments: DesignMoments, levelCounts: [Int], keeping kept: Set<Int>, totalWeight: Double) {
    let denseCount = moments.dense.count
    dense = (0..<denseCount).filter(kept.contains)
    let scales = dense.map { Self.scale(of: moments.dense[$0]) }
    inverseScales = scales.map(\.inverse)
    scaledCentres = scales.map(\.centre)
    var places: [[Int32]] = []
    var ranges: [Range<Int>] = []
    var factorColumns: [Int] = []
    var offset = denseCount
    for count in levelCounts {
      let first = factorColumns.count
      places.append(
        (0..<count).map { level in
          guard kept.contains(offset + level) else { return -1 }
          factorColumns.append(offset + level)
          return Int32(factorColumns.count - 1)
        })
      ranges.append(first..<factorColumns.count)
      offset += count
    }
    levelRanges = ranges
    levelPlaces = places
    factorColumnCount = factorColumns.count
    columns = dense + factorColumns
    designColumnCount = offset
    deviations =
      scales.map(\.deviation)
      + factorColumns.map { Self.levelDeviation(moments.levelWeights[$0 - denseCount].value, of: totalWeight) }
  }

  /// Takes the deviations from moments of more rows; centres and scales stay.
  mutating func measure(_ moments: DesignMoments, totalWeight: Double) {
    let denseDeviations = dense.enumerated().map { place, column in
      moments.dense[column].scaledDeviation * inverseScales[place]
    }
    let levels = columns.dropFirst(dense.count).map { $0 - moments.dense.count }
    deviations =
      denseDeviations + levels.map { Self.levelDeviation(moments.levelWeights[$0].value, of: totalWeight) }
  }

  private static func levelDeviation(_ weight: Double, of total: Double) -> Double {
    guard total > 0 else { return 0 }
    return (max(0, weight / total) * max(0, (total - weight) / total)).squareRoot()
  }

  private static func scale(of column: ColumnMoments) -> (inverse: Double, centre: Double, deviation: Double) {
    let deviation = column.scaledDeviation
    guard deviation > 0, deviation.isFinite else { return (1, 0, 0) }
    let exponent = min(1_023, max(-1_020, Int(deviation.exponent) + column.exponent))
    let shift = exponent - column.exponent
    let inverse = Double(sign: .plus, exponent: -exponent, significand: 1)
    let toInside = Double(sign: .plus, exponent: -shift, significand: 1)
    return (inverse, (column.mean * toInside * 16).rounded() / 16, deviation * toInside)
  }
}

extension DesignBasis {
  /// A point on the original scale, dropped columns 0.
  ///
  /// - Throws: `.coefficientOutOfRange`.
  func original(_ point: Coefficients) throws(FittingError) -> Coefficients {
    var slopes = [Double](repeating: 0, count: designColumnCount)
    var intercept = CompensatedSum()
    intercept.add(point.intercept)
    for (place, column) in columns.enumerated() {
      let slope = point.slopes[place]
      if place < dense.count {
        intercept.addProduct(-slope, scaledCentres[place])
        slopes[column] = slope * inverseScales[place]
      } else {
        slopes[column] = slope
      }
      guard slopes[column].isFinite else { throw .coefficientOutOfRange(column: column) }
    }
    return Coefficients(intercept: intercept.value, slopes: slopes)
  }

  /// A point of the original scale on the inside scale; slopes of columns that are not kept are forgotten.
  func inside(_ point: Coefficients) -> Coefficients {
    var intercept = CompensatedSum()
    intercept.add(point.intercept)
    let slopes = columns.enumerated().map { place, column -> Double in
      guard place < dense.count else { return point.slopes[column] }
      let slope = point.slopes[column] / inverseScales[place]
      intercept.addProduct(slope, scaledCentres[place])
      return slope
    }
    return Coefficients(intercept: intercept.value, slopes: slopes)
  }

  /// The vector a with intercept(original) = aᵀ·(intercept, slopes)(inside).
  var interceptCombination: [Double] {
    [1] + scaledCentres.map { -$0 } + [Double](repeating: 0, count: factorColumnCount)
  }

  /// Original slope per inside slope, the intercept's first.
  var unitFactors: [Double] { [1] + inverseScales + [Double](repeating: 1, count: factorColumnCount) }
}
