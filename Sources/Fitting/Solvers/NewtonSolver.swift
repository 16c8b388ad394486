import LinearAlgebra

/// Newton's method with a backtracking line search, to rounding.
///
/// It only sees sums over rows. It ends when the step that is left is below 10⁻¹¹ standard errors, or where rows are many
/// below 10⁻⁸ and 2·10⁻¹¹ in every coefficient, 5·10⁻¹⁰ with many levels (that step is taken without another pass: what it
/// leaves is its square), or when rounding keeps it from shrinking.
struct NewtonSolver<Price: SmoothPenalty> {
  /// Price of the slopes.
  let penalty: Price
  /// Newton steps at most.
  let maximumIterations: Int
  /// Whether the point is for predictions only: a search that starts near the optimum then ends when the rate of its steps
  /// leaves 10⁻⁸ standard errors, and the curvature is that before the last step.
  var isForPredictions = false
  /// Whether a twentieth of a standard error is near enough.
  var isRough = false
  /// What improves a step where the search starts near the optimum.
  var surrogate: Surrogate?
  /// Told of every point.
  let observe: (NewtonState, NewtonDirection) -> Void
  /// Asked at every point that has not converged whether to give up, as when the labels are separated.
  let surrender: (NewtonState, NewtonDirection) throws(FittingError) -> Bool

  /// How the search ended.
  struct Outcome {
    var state: NewtonState
    var direction: NewtonDirection?
    var status: FitStatus
  }

  /// Searches from a point. On the way single precision is enough for the curvature; at the end it is not.
  func minimum(of sums: some RowSums, from start: Coefficients, knowing known: LossSums?) throws(FittingError)
    -> Outcome
  {
    var outcome = try search(sums, from: start, knowing: known)
    guard outcome.state.sums.isRough, !isForPredictions, !isRough else { return outcome }
    let state = outcome.state
    outcome.state = NewtonState(
      point: state.point, sums: try sums.sums(at: state.point, upTo: .curvature), penalty: penalty,
      iteration: state.iteration, step: state.step)
    return outcome
  }

  private func search(_ sums: some RowSums, from start: Coefficients, knowing known: LossSums?) throws(FittingError)
    -> Outcome
  {
    var state = try self.state(at: start, of: sums, knowing: known)
    var last: NewtonDirection?
    while true {
      guard let direction = try direction(at: state) else {
        return Outcome(state: state, direction: last, status: .lineSearchStalled)
      }
      if state.hasOldCurvature, !isNearEnough(state, direction, after: last) {
        state = NewtonState(
          point: state.point, sums: try sums.sums(at: state.point, upTo: .roughCurvature), penalty: penalty,
          iteration: state.iteration, step: state.step)
        continue
      }
      observe(state, direction)
      let isLast = state.hasOldCurvature || isSettled(state, direction, after: last) || isNegligible(state, direction)
      if isLast || isConverged(direction, after: last, at: state.point) {
        return Outcome(state: try finished(state, direction, isLast), direction: direction, status: .converged)
      }
      if try surrender(state, direction) {
        return Outcome(state: state, direction: direction, status: .separated)
      }
      guard state.iteration < maximumIterations else {
        return Outcome(state: state, direction: direction, status: .iterationLimit)
      }
      let order = order(behind: direction, after: last)
      guard let next = try backtrack(from: state, along: direction, in: sums, order) else {
        let atFloor = direction.decrement < 1e-6 && direction.length < 1e-6 * (1 + state.point.largest)
        return Outcome(state: state, direction: direction, status: atFloor ? .converged : .lineSearchStalled)
      }
      state = next
      last = direction
    }
  }

  private func state(at point: Coefficients, of sums: some RowSums, knowing known: LossSums?) throws(FittingError)
    -> NewtonState
  {
    let found = if let known { known } else { try sums.sums(at: point, upTo: .curvature) }
    return NewtonState(point: point, sums: found, penalty: penalty, iteration: 0, step: 0)
  }

  /// −H⁻¹g, or a better step where there is a surrogate and something to gain; `nil` where H is not positive definite.
  private func direction(at state: NewtonState) throws(FittingError) -> NewtonDirection? {
    guard let factor = try? ScaledCholesky(state.curvature) else { return nil }
    let (step, length) = factor.step(against: state.gradient)
    guard step.allSatisfy(\.isFinite), length.isFinite else { return nil }
    let newton = NewtonDirection(step: step, decrement: length)
    // below 1e-6 what Newton's step leaves is no more than 1e-11 all the same
    guard let surrogate, !state.hasOldCurvature, newton.decrement > (isForPredictions ? 1e-10 : 1e-6),
      let better = try surrogate.step(from: state, newton, factor, penalty: penalty)
    else { return newton }
    return NewtonDirection(step: better, decrement: newton.decrement, isImproved: true)
  }

  /// A step that is negligible, or one that rounding keeps from becoming so. A long step in spite of a small
  /// decrement is what separated labels look like, and is no convergence.
  private func isConverged(
    _ direction: NewtonDirection, after last: NewtonDirection?, at point: Coefficients
  ) -> Bool {
    guard direction.length < 1e-6 * (1 + point.largest) else { return false }
    if direction.decrement <= 1e-11 { return true }
    guard let last else { return false }
    return direction.decrement < 1e-7 && direction.decrement > 0.5 * last.decrement
  }

  /// Whether the step that is left leads near enough: steps shrink with their square, λ' = c·λ², and the last two tell c.
  private func isSettled(
    _ state: NewtonState, _ direction: NewtonDirection, after last: NewtonDirection?
  ) -> Bool {
    if isRough { return direction.decrement <= 0.05 }
    guard isForPredictions, let last, state.step == 1, last.isImproved, direction.isImproved
    else { return false }
    let rate = direction.decrement / (last.decrement * last.decrement)
    return rate * direction.decrement * direction.decrement <= 1e-8
      && direction.decrement < min(0.1, 1e-3 * last.decrement)
      && direction.length < 1e-3 * (1 + state.point.largest)
  }

  /// Whether a step with the curvature of the point before leaves 10⁻⁸ standard errors. A surrogate's step leaves some
  /// hundredth of what the change of the curvature makes of Newton's, so that the curvature is off by no more than a hundred
  /// times what was left of the last step.
  private func isNearEnough(
    _ state: NewtonState, _ direction: NewtonDirection, after last: NewtonDirection?
  ) -> Bool {
    guard let last, state.step == 1, direction.length < 1e-3 * (1 + state.point.largest) else { return false }
    return 100 * direction.decrement * direction.decrement / last.decrement <= 1e-8
  }

  /// Whether a step, taken without another look, ends where a look would find nothing, and changes the curvature by so little
  /// that a sample tells the change: to some 10⁻¹³, and to 10⁻¹¹ where a category has many levels, whose errors are wide.
  private func isNegligible(_ state: NewtonState, _ direction: NewtonDirection) -> Bool {
    surrogate != nil && direction.decrement <= 1e-8
      && direction.length <= (state.curvature.isDense ? 2e-11 : 5e-10)
  }

  private func finished(_ state: NewtonState, _ direction: NewtonDirection, _ isLast: Bool) throws(FittingError)
    -> NewtonState
  {
    guard isLast || direction.decrement <= 1e-11 else { return state }
    var result = state
    result.point = state.point.moved(along: direction.step)
    let step = direction.step
    // the loss to second order; with a penalty it is not flat at the optimum
    for i in step.indices { result.sums.loss += state.sums.gradient[i] * step[i] }
    result.sums.loss += 0.5 * state.sums.curvature.quadraticForm(step)
    if let surrogate, !isForPredictions, direction.decrement > 1e-11 {
      result.sums.clusterProducts = nil
      result.curvature = try surrogate.curvature(at: result.point, from: state)
    }
    return result
  }

  /// What is asked for at the end of a step: a rough curvature where the search will not end there, as the steps tell (see
  /// `isSettled`), or where no errors are wanted; none where a last step can do with the one before; all that errors take
  /// where it will end.
  private func order(behind direction: NewtonDirection, after last: NewtonDirection?) -> Order {
    if isRough { return .roughCurvature }
    guard surrogate != nil, direction.isImproved else { return isForPredictions ? .roughCurvature : .curvature }
    guard let last else { return isForPredictions || direction.decrement > 1 ? .roughCurvature : .curvature }
    let rate = direction.decrement / (last.decrement * last.decrement)
    let left = rate * direction.decrement * direction.decrement
    if isForPredictions { return left > 1e-6 ? .roughCurvature : .gradient }
    return left > 1e-7 ? .roughCurvature : left > 1e-11 ? .curvature : .clusterProducts
  }

  /// The first of the steps 1, ½, ¼, … that lowers the objective enough.
  private func backtrack(
    from state: NewtonState, along direction: NewtonDirection, in sums: some RowSums, _ order: Order
  ) throws(FittingError) -> NewtonState? {
    let slope = -direction.decrement * direction.decrement
    // large coefficients that cancel make the linear predictors, and so the loss, uncertain by that much
    let slack = state.objective.magnitude.ulp * (8 + state.point.largest)
    var step = 1.0
    for _ in 0..<40 {
      let point = state.point.moved(along: direction.step, by: step)
      // the whole step is nearly always right, so its curvature is asked for at once
      let found = try sums.sums(at: point, upTo: step == 1 ? order : .value)
      let objective = found.loss + penalty.value(of: point.slopes)
      if objective <= state.objective + 1e-4 * step * slope + slack {
        guard point != state.point else { return nil }
        var full = step == 1 ? found : try sums.sums(at: point, upTo: order)
        if order == .gradient { full.curvature = state.sums.curvature }
        var next = NewtonState(point: point, sums: full, penalty: penalty, iteration: state.iteration + 1, step: step)
        next.hasOldCurvature = order == .gradient
        return next
      }
      step /= 2
    }
    return nil
  }
}
