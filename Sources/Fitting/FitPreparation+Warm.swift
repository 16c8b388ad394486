import LinearAlgebra
import Tables

extension FitPreparation {
  /// Rows of the sample: one of 24, at least 100,000, and where there are many columns 600 for each but no more than one
  /// of 16, so that every level has some churners.
  private static func sampleRows(_ rows: Int, columns: Int) -> Int {
    max(100_000, rows / 24, min(rows / 16, 600 * columns))
  }

  /// Starts where a sample's fit (or the given start) lies: within some standard errors of the optimum of all rows, so
  /// that one or two steps reach it.
  ///
  /// One pass makes the Gram matrix and all that is to be known of the columns along with the sums at that point; the
  /// basis is the sample's, which is as good as any near the true one. The sample is every k-th block of rows.
  ///
  /// - Returns: `nil` where rows are few, or where the columns need the thorough way: constant, collinear, extreme.
  static func warm(
    _ input: FitInput, _ options: FitOptions, _ observations: Observations, _ classes: Classes
  ) throws(FittingError) -> FitPreparation? {
    guard observations.count >= options.warmRows, observations.count > 4 * input.rows.columnCount else { return nil }
    let threads = options.threads ?? processorCount
    let sample = observations.sample(of: sampleRows(observations.count, columns: input.rows.columnCount))
    guard let sampled = try? Observations(sample), let measured = try? DesignMoments(of: sampled, threads: threads),
      measured.dense.allSatisfy({ !$0.isConstant && $0.exponent == 0 }),
      let guess = options.start ?? optimum(of: sample, sampled, measured, options)
    else { return nil }
    let basis = DesignBasis(
      measured, levelCounts: input.rows.factorLevelCounts, keeping: Set(0..<input.rows.columnCount),
      totalWeight: sampled.weight())
    let origin = basis.inside(guess)
    guard origin.vector.allSatisfy(\.isFinite) else { return nil }
    let survey = InMemorySums(observations, basis, loss: LogisticLoss(), threads: threads).survey(at: origin)
    let start = WarmStart(
      basis: basis, point: origin, survey: survey.own,
      sample: try InMemorySums(sampled, basis, loss: LogisticLoss(), threads: threads)
        .stratified(toMatch: survey.own.sums.curvature, at: origin))
    var preparation = try surveyed(start, input, options, observations, classes)
    preparation?.joined = survey.companions.map { survey.own.joined($0) }
    return preparation
  }

  /// Goes on where a fit of some of the rows has ended.
  static func continued(
    _ continuation: FitContinuation, _ input: FitInput, _ options: FitOptions, _ observations: Observations,
    _ classes: Classes
  ) throws(FittingError) -> FitPreparation? {
    let start = WarmStart(
      basis: continuation.basis, point: continuation.point, survey: continuation.survey, sample: continuation.sample)
    return try surveyed(start, input, options, observations, classes)
  }

  /// A point near the optimum and what is known there.
  private struct WarmStart {
    var basis: DesignBasis
    var point: Coefficients
    var survey: RowSurvey
    var sample: InMemorySums<LogisticLoss>
  }

  /// Looks at columns that were surveyed.
  private static func surveyed(
    _ start: WarmStart, _ input: FitInput, _ options: FitOptions, _ observations: Observations, _ classes: Classes
  ) throws(FittingError) -> FitPreparation? {
    var basis = start.basis
    guard let moments = start.survey.moments(in: basis),
      constantColumns(moments, rows: observations.count).isEmpty
    else { return nil }
    basis.measure(moments, totalWeight: classes.total)
    let threads = options.threads ?? processorCount
    let sums = InMemorySums(observations, basis, loss: LogisticLoss(), threads: threads)
    let finding = try rank(sums, start.survey.gram, input.positions ?? Array(0..<input.rows.columnCount))
    guard finding.dropped.isEmpty || options.ridge > 0 else { return nil }
    let sampled = start.sample.observations
    return FitPreparation(
      observations: observations, moments: moments, sums: sums, totalWeight: classes.total,
      eventWeight: classes.events, dropped: [], rank: finding.kept.count,
      conditionNumber: conditionNumber(start.survey.gram), origin: start.point, originSums: start.survey.sums,
      penaltyWeights: options.ridge > 0 ? penalty(options, basis, observations.weightUnit) : [],
      surrogate: Surrogate(
        sample: start.sample,
        ratio: classes.total * observations.weightUnit / (sampled.weight() * sampled.weightUnit)))
  }

  /// The optimum of a sample with a ridge that is next to nothing but keeps it finite, or `nil`.
  private static func optimum(
    of sample: FitInput, _ observations: Observations, _ moments: DesignMoments, _ options: FitOptions
  ) -> Coefficients? {
    var rough = FitOptions()
    rough.ridge = 1
    rough.threads = options.threads
    rough.maximumIterations = 25
    rough.confirmsGradient = false
    rough.isRough = true
    guard let classes = try? Classes(observations),
      let start = try? FitPreparation(cold: sample, rough, observations, classes, knowing: moments),
      let fit = try? FitRun(preparation: start, options: rough, observe: nil).fit(
        RidgePenalty(weights: start.penaltyWeights)
      ).fit,
      fit.status == .converged
    else { return nil }
    return fit.coefficients
  }
}

extension Observations {
  /// Every k-th block of rows, so many rows about; clusters are left away.
  fileprivate func sample(of wanted: Int) -> FitInput {
    let plan = BlockPlan(rowCount: rows.rowCount, denseColumns: rows.denseColumnCount + 1, cells: 1, threads: 1)
    let blocks = SampledBlocks(rows, of: plan.blockRows, rows: wanted * rows.rowCount / count)
    return FitInput(
      rows: blocks, chosen: chosen.map { chosen in RowSet(flags: blocks.gathered { chosen[$0] ? 1 : 0 }) },
      labels: blocks.gathered(from: labels), weights: weights.map { blocks.gathered(from: $0) })
  }
}
