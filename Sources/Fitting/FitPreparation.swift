import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// All that is known before the first step: rows that count, columns that are kept, the starting point and its sums.
struct FitPreparation {
  let observations: Observations
  let moments: DesignMoments
  let sums: InMemorySums<LogisticLoss>
  let totalWeight: Double
  let eventWeight: Double
  /// In file order.
  let dropped: [DroppedColumn]
  let rank: Int
  let conditionNumber: Double
  /// Intercept alone, on the inside scale, and the sums there.
  let origin: Coefficients
  let originSums: LossSums
  /// λ of each kept column on the inside scale; empty without a penalty.
  let penaltyWeights: [Double]

  /// Looks at rows and columns.
  init(_ input: FitInput, _ options: FitOptions) throws(FittingError) {
    let columnCount = input.rows.columnCount
    if let positions = input.positions, positions.count != columnCount {
      throw .lengthMismatch(what: "positions", expected: columnCount, found: positions.count)
    }
    if let start = options.start, start.slopes.count != columnCount {
      throw .lengthMismatch(what: "start", expected: columnCount, found: start.slopes.count)
    }
    observations = try Observations(input)
    totalWeight = observations.weight()
    eventWeight = observations.weight(ofLabel: 1)
    let nonEvents = observations.weight(ofLabel: 0)
    guard eventWeight > 0, nonEvents > 0 else {
      throw .singleClass(label: eventWeight > 0 ? 1 : 0, rows: observations.count)
    }
    let threads = options.threads ?? Self.processorCount
    moments = try DesignMoments(of: observations, threads: threads)
    let constant = Self.constantColumns(moments, rows: observations.count)
    let varying = Set(0..<columnCount).subtracting(constant)
    let isPenalised = options.ridge > 0
    guard isPenalised || observations.count > varying.count + 1 else {
      throw .tooFewRows(rows: observations.count, coefficients: varying.count + 1)
    }
    let levels = input.rows.factorLevelCounts
    let whole = InMemorySums(
      observations, DesignBasis(moments, levelCounts: levels, keeping: varying, totalWeight: totalWeight),
      loss: LogisticLoss(), threads: threads)
    let start = Coefficients(
      intercept: log(eventWeight / nonEvents), slopes: [Double](repeating: 0, count: whole.columnCount))
    let found = try whole.sums(at: start, upTo: .curvature)
    let spread = (eventWeight / totalWeight) * (nonEvents / totalWeight)
    let gram = found.curvature.scaledSymmetrically(
      by: [Double](repeating: 1 / spread.squareRoot(), count: whole.columnCount + 1))
    let positions = input.positions ?? Array(0..<columnCount)
    let finding = try Self.rank(whole, gram, positions, isPenalised: isPenalised)
    let keptPlaces = isPenalised ? Array(0...whole.columnCount) : finding.kept.sorted()
    let keptColumns = keptPlaces.dropFirst().map { whole.basis.columns[$0 - 1] }
    let name = { (place: Int) in whole.basis.columns[place - 1] }
    let collinear = isPenalised ? [] : finding.dropped
    dropped =
      (constant.map { DroppedColumn(column: $0, reason: .constant) }
      + collinear.map {
        DroppedColumn(column: name($0.place), reason: .collinear(with: $0.with.map(name).sorted()))
      }).sorted { positions[$0.column] < positions[$1.column] }
    rank = finding.kept.count
    conditionNumber = Self.conditionNumber(gram.principalSubmatrix(keptPlaces))
    sums =
      collinear.isEmpty
      ? whole
      : InMemorySums(
        observations,
        DesignBasis(moments, levelCounts: levels, keeping: Set(keptColumns), totalWeight: totalWeight),
        loss: LogisticLoss(), threads: threads)
    origin = Coefficients(intercept: start.intercept, slopes: [Double](repeating: 0, count: keptColumns.count))
    originSums = LossSums(
      loss: found.loss, gradient: keptPlaces.map { found.gradient[$0] },
      curvature: found.curvature.principalSubmatrix(keptPlaces))
    penaltyWeights = isPenalised ? Self.penalty(options, sums.basis, observations.weightUnit) : []
  }

  private static func constantColumns(_ moments: DesignMoments, rows: Int) -> [Int] {
    let dense = moments.dense.indices.filter { moments.dense[$0].isConstant }
    let levels = moments.levelRows.indices.filter { moments.levelRows[$0] == 0 || moments.levelRows[$0] == rows }
    return dense + levels.map { $0 + moments.dense.count }
  }

  private static func rank(
    _ sums: InMemorySums<LogisticLoss>, _ gram: Matrix, _ positions: [Int], isPenalised: Bool
  ) throws(FittingError) -> RankFinder<LogisticLoss>.Finding {
    let order = sums.basis.columns.indices.sorted {
      positions[sums.basis.columns[$0]] < positions[sums.basis.columns[$1]]
    }
    do {
      return try RankFinder(sums: sums, gram: gram, fileOrder: order).find()
    } catch {
      // the Gram matrix of standardised columns is finite unless a column's scale defeats doubles
      let bad = gram.diagonal.firstIndex { !$0.isFinite } ?? 1
      throw .coefficientOutOfRange(column: bad == 0 ? 0 : sums.basis.columns[bad - 1])
    }
  }

  /// √(λmax/λmin) of the Gram matrix with unit diagonal.
  private static func conditionNumber(_ gram: Matrix) -> Double {
    let unit = gram.scaledSymmetrically(by: gram.diagonal.map { 1 / $0.squareRoot() })
    if gram.rowCount > 400 { return (try? Cholesky(unit))?.conditionEstimate ?? .infinity }
    guard let values = try? unit.symmetricEigenvalues(), let least = values.first, let most = values.last, least > 0
    else { return .infinity }
    return (most / least).squareRoot()
  }

  private static func penalty(_ options: FitOptions, _ basis: DesignBasis, _ unit: Double) -> [Double] {
    zip(basis.deviations, basis.unitFactors.dropFirst()).map { deviation, perUnit in
      let scale = options.penaltyScale == .standardised ? deviation : perUnit
      return min(options.ridge * scale * scale / unit, 0x1p900)
    }
  }

  /// Cores that are there.
  private static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
