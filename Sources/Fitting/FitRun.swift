import LinearAlgebra
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// From a preparation to a fit: search, separation, inference.
struct FitRun {
  let preparation: FitPreparation
  let options: FitOptions
  let observe: ((IterationRecord) -> Void)?

  /// Fits with a penalty.
  func fit<Price: SmoothPenalty>(_ penalty: Price) throws(FittingError) -> (fit: Fit, continuation: FitContinuation?) {
    let finder = SeparationFinder(sums: preparation.sums, moments: preparation.moments)
    let mayBeSeparated = preparation.penaltyWeights.isEmpty
    var finding: SeparationFinder<LogisticLoss>.Finding?
    let solver = NewtonSolver(
      penalty: penalty, maximumIterations: options.maximumIterations,
      isForPredictions: !options.confirmsGradient, isRough: options.isRough, surrogate: preparation.surrogate,
      observe: { report($0, $1) },
      surrender: { state, direction in
        // a fit that has a finite optimum is at rest by now
        guard mayBeSeparated, state.iteration >= 10, state.iteration % 3 == 1, direction.length > 1e-3,
          direction.decrement < 1e-4
        else { return false }
        finding = finder.separation(along: direction.step)
        return finding?.isClear == true
      })
    let paired = preparation.joined.map { PairedSums(preparation.sums, knowing: (preparation.origin, $0.sums)) }
    var outcome = try start(solver, paired)
    if mayBeSeparated, outcome.status != .converged, let direction = outcome.direction {
      finding = finder.separation(along: direction.step)
      if finding != nil { outcome.status = .separated }
    } else {
      finding = nil
    }
    let fit = try fit(outcome.state, outcome.direction, status: outcome.status, finding?.separation)
    return (fit, fit.status == .converged ? continuation(paired) : nil)
  }

  /// What a fit of the rows and their companions can start from.
  private func continuation(_ paired: PairedSums?) -> FitContinuation? {
    let observations = preparation.observations
    guard let paired, var survey = preparation.joined, let sample = preparation.surrogate?.sample,
      let companions = observations.companions
    else { return nil }
    survey.sums = paired.latest.sums
    return FitContinuation(
      rows: (observations.chosen ?? companions.complement).union(companions),
      basis: preparation.sums.basis, survey: survey, point: paired.latest.point, sample: sample)
  }

  /// Runs the solver from the given start or from where the sums are known.
  private func start<Price: SmoothPenalty>(
    _ solver: NewtonSolver<Price>, _ paired: PairedSums?
  ) throws(FittingError) -> NewtonSolver<Price>.Outcome {
    if let paired {
      return try solver.minimum(of: paired, from: preparation.origin, knowing: preparation.originSums)
    }
    guard let start = options.start, !preparation.isWarm else {
      return try solver.minimum(of: preparation.sums, from: preparation.origin, knowing: preparation.originSums)
    }
    let inside = preparation.sums.basis.inside(start)
    guard inside.vector.allSatisfy(\.isFinite) else { throw .invalidOption("start", range: "finite coefficients") }
    return try solver.minimum(of: preparation.sums, from: inside, knowing: nil)
  }

  private func report(_ state: NewtonState, _ direction: NewtonDirection) {
    observe?(
      IterationRecord(
        iteration: state.iteration, deviance: 2 * state.sums.loss * preparation.observations.weightUnit,
        gradient: state.gradientNorm / preparation.totalWeight, decrement: direction.decrement, step: state.step))
  }

  private func fit(
    _ state: NewtonState, _ direction: NewtonDirection?, status: FitStatus, _ separation: Separation?
  ) throws(FittingError) -> Fit {
    let basis = preparation.sums.basis
    let coefficients = try basis.original(state.point)
    let inference = try self.inference(state, direction, separation)
    let (total, events) = (preparation.totalWeight, preparation.eventWeight)
    let unit = preparation.observations.weightUnit
    let others = total - events
    let gradient = state.gradientNorm / total
    return Fit(
      coefficients: coefficients, kept: basis.columns,
      standardErrors: inference?.standardErrors ?? [Double?](repeating: nil, count: basis.count + 1),
      covariance: inference?.covariance, isPenalised: !preparation.penaltyWeights.isEmpty,
      logLikelihood: -state.sums.loss * unit,
      nullLogLikelihood: (events * logShare(events, of: total) + others * logShare(others, of: total)) * unit,
      rows: preparation.observations.count, totalWeight: total * unit, events: events * unit,
      iterations: state.iteration,
      status: status == .converged && options.confirmsGradient && gradient > options.gradientTolerance
        ? .lineSearchStalled : status,
      certificate: FitCertificate(
        rank: preparation.rank, dropped: preparation.dropped, separation: separation,
        conditionNumber: preparation.conditionNumber, gradient: gradient, imprecise: impreciseColumns))
  }

  /// Errors at the final point; the columns that separate, and with complete separation all, are left out.
  private func inference(
    _ state: NewtonState, _ direction: NewtonDirection?, _ separation: Separation?
  ) throws(FittingError) -> CovarianceMaker<LogisticLoss>.Result? {
    guard options.confirmsGradient, separation?.kind != .complete else { return nil }
    let columns = preparation.sums.basis.columns
    var silent: Set<Int> = []
    var fixed: Int?
    if let separation, let step = direction?.step {
      silent = Set(separation.columns.compactMap { culprit in columns.firstIndex(of: culprit.column).map { $0 + 1 } })
      fixed = silent.max { (abs(step[$0]), $1) < (abs(step[$1]), $0) }
      if separation.includesIntercept { silent.insert(0) }
    }
    return try CovarianceMaker(
      sums: preparation.sums, point: state.point, curvature: state.curvature,
      clusterProducts: state.sums.clusterProducts, penalty: preparation.penaltyWeights,
      fixed: fixed, silent: silent
    ).make()
  }

  /// log(part / total), without cancellation where the part is nearly all.
  private func logShare(_ part: Double, of total: Double) -> Double {
    2 * part > total ? log1p(-(total - part) / total) : log(part / total)
  }

  private var impreciseColumns: [Int] {
    preparation.sums.basis.dense.filter { column in
      let moments = preparation.moments.dense[column]
      return abs(moments.mean) > 1e8 * moments.scaledDeviation
    }
  }
}
