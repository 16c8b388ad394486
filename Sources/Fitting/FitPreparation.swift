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

  /// A sample that tells what the sums at a point do not, where `origin` is near the optimum (the optimum of the sample or
  /// of other rows); `nil` where the search starts at slopes 0.
  let surrogate: Surrogate?

  /// What the first pass saw of the rows that count and their companions, where there are any.
  var joined: RowSurvey?

  /// Whether `origin` is near the optimum.
  var isWarm: Bool { surrogate != nil }
}

extension FitPreparation {
  /// Looks at rows and columns.
  init(_ input: FitInput, _ options: FitOptions, continuing continuation: FitContinuation? = nil) throws(FittingError) {
    try Self.checkLengths(input, options)
    let observations = try Observations(input)
    let classes = try Classes(observations)
    if let continuation, continuation.fits(input),
      let continued = try Self.continued(continuation, input, options, observations, classes)
    {
      self = continued
    } else if let warm = try Self.warm(input, options, observations, classes) {
      self = warm
    } else {
      self = try Self(cold: input, options, observations, classes)
    }
  }

  /// The weights of the two labels.
  struct Classes {
    let total: Double
    let events: Double
    let nonEvents: Double

    init(_ observations: Observations) throws(FittingError) {
      total = observations.weight()
      events = observations.weight(ofLabel: 1)
      nonEvents = observations.weights == nil ? total - events : observations.weight(ofLabel: 0)
      guard events > 0, nonEvents > 0 else {
        throw .singleClass(label: events > 0 ? 1 : 0, rows: observations.count)
      }
    }
  }

  /// Starts from slopes 0, where the curvature is the Gram matrix times p·(1 − p).
  init(
    cold input: FitInput, _ options: FitOptions, _ observations: Observations, _ classes: Classes,
    knowing known: DesignMoments? = nil
  ) throws(FittingError) {
    let columnCount = input.rows.columnCount
    let threads = options.threads ?? Self.processorCount
    let moments = if let known { known } else { try DesignMoments(of: observations, threads: threads) }
    let constant = Self.constantColumns(moments, rows: observations.count)
    let varying = Set(0..<columnCount).subtracting(constant)
    let isPenalised = options.ridge > 0
    guard isPenalised || observations.count > varying.count + 1 else {
      throw .tooFewRows(rows: observations.count, coefficients: varying.count + 1)
    }
    let makeSums = { (kept: Set<Int>) in
      let basis = DesignBasis(
        moments, levelCounts: input.rows.factorLevelCounts, keeping: kept, totalWeight: classes.total)
      return InMemorySums(observations, basis, loss: LogisticLoss(), threads: threads)
    }
    let whole = makeSums(varying)
    let start = Coefficients(
      intercept: log(classes.events / classes.nonEvents), slopes: [Double](repeating: 0, count: whole.columnCount))
    let found = try whole.sums(at: start, upTo: .curvature)
    let spread = (classes.events / classes.total) * (classes.nonEvents / classes.total)
    let gram = found.curvature.scaledSymmetrically(
      by: [Double](repeating: 1 / spread.squareRoot(), count: whole.columnCount + 1))
    let positions = input.positions ?? Array(0..<columnCount)
    let finding = try Self.rank(whole, gram, positions)
    let kept = isPenalised ? Array(0...whole.columnCount) : finding.kept.sorted()
    let sums =
      kept.count == whole.columnCount + 1
      ? whole : makeSums(Set(kept.dropFirst().map { whole.basis.columns[$0 - 1] }))
    self.init(
      observations: observations, moments: moments, sums: sums, totalWeight: classes.total,
      eventWeight: classes.events,
      dropped: Self.dropped(constant, isPenalised ? [] : finding.dropped, whole.basis.columns, positions),
      rank: finding.kept.count, conditionNumber: Self.conditionNumber(gram.principalSubmatrix(kept)),
      origin: Coefficients(intercept: start.intercept, slopes: [Double](repeating: 0, count: kept.count - 1)),
      originSums: LossSums(
        loss: found.loss, gradient: kept.map { found.gradient[$0] },
        curvature: found.curvature.principalSubmatrix(kept)),
      penaltyWeights: isPenalised ? Self.penalty(options, sums.basis, observations.weightUnit) : [], surrogate: nil)
  }

  private static func checkLengths(_ input: FitInput, _ options: FitOptions) throws(FittingError) {
    let count = input.rows.columnCount
    if let positions = input.positions, positions.count != count {
      throw .lengthMismatch(what: "positions", expected: count, found: positions.count)
    }
    if let start = options.start, start.slopes.count != count {
      throw .lengthMismatch(what: "start", expected: count, found: start.slopes.count)
    }
  }

  /// All columns left out, in file order.
  private static func dropped(
    _ constant: [Int], _ collinear: [(place: Int, with: [Int])], _ columns: [Int], _ positions: [Int]
  ) -> [DroppedColumn] {
    let all =
      constant.map { DroppedColumn(column: $0, reason: .constant) }
      + collinear.map { found in
        let partners = found.with.map { columns[$0 - 1] }.sorted { positions[$0] < positions[$1] }
        return DroppedColumn(column: columns[found.place - 1], reason: .collinear(with: partners))
      }
    return all.sorted { positions[$0.column] < positions[$1.column] }
  }

  static func constantColumns(_ moments: DesignMoments, rows: Int) -> [Int] {
    let dense = moments.dense.indices.filter { moments.dense[$0].isConstant }
    let levels = moments.levelRows.indices.filter { moments.levelRows[$0] == 0 || moments.levelRows[$0] == rows }
    return dense + levels.map { $0 + moments.dense.count }
  }

  static func rank(
    _ sums: InMemorySums<LogisticLoss>, _ gram: ArrowMatrix, _ positions: [Int]
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

  /// √(λmax/λmin) of the Gram matrix with unit diagonal; above 400 columns to about a hundredth.
  static func conditionNumber(_ gram: ArrowMatrix) -> Double {
    let unit = gram.scaledSymmetrically(by: gram.diagonal.map { 1 / $0.squareRoot() })
    if gram.order > 400 {
      guard let factor = try? ArrowCholesky(unit) else { return .infinity }
      let extremes = factor.extremeEigenvalues
      return (extremes.most / extremes.least).squareRoot()
    }
    guard let values = try? unit.dense.symmetricEigenvalues(), let least = values.first, let most = values.last,
      least > 0
    else { return .infinity }
    return (most / least).squareRoot()
  }

  static func penalty(_ options: FitOptions, _ basis: DesignBasis, _ unit: Double) -> [Double] {
    zip(basis.deviations, basis.unitFactors.dropFirst()).map { deviation, perUnit in
      let scale = options.penaltyScale == .standardised ? deviation : perUnit
      return min(options.ridge * scale * scale / unit, 0x1p900)
    }
  }

  /// Cores that are there.
  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
