import LinearAlgebra

/// The loss of all rows, with a sample's loss in place of what its first two derivatives at a point do not tell.
///
///     F(b) ≈ r·S(b) + (∇F(a) − r·∇S(a))ᵀ(b − a) + ½(b − a)ᵀ(∇²F(a) − r·∇²S(a))(b − a)
///
/// S is the sample's loss, r the weight of all rows per weight of the sample's, a the point. Newton's method leaves the
/// third derivative out altogether; here only the difference of its two estimates is, which is smaller by the root of
/// the sample's size.
///
/// - SeeAlso: Jordan, Lee, Yang (2019), doi:10.1080/01621459.2018.1429274.
struct Surrogate {
  /// S.
  let sample: InMemorySums<LogisticLoss>
  /// r.
  let ratio: Double

  /// The step to the surrogate's minimum, or `nil` where it is not found at once or is far from Newton's.
  ///
  /// Its minimum is searched with the curvature at the point as long as that serves, so that mostly gradients of the sample
  /// are needed on the way.
  ///
  /// - Parameters:
  ///   - newton: the Newton step from the state.
  ///   - factor: of the state's curvature.
  /// - Complexity: a pass over the sample for the curvature and some for the gradient; O(p²) besides.
  func step(
    from state: NewtonState, _ newton: NewtonDirection, _ factor: ScaledCholesky, penalty: some SmoothPenalty
  ) throws(FittingError) -> [Double]? {
    let before = try sample.sums(at: state.point, upTo: .roughCurvature)
    let rest = state.sums.curvature.adding(before.curvature, times: -ratio)
    let gradient = { (here: LossSums, total: [Double], slopes: [Double]) in
      let (linear, price) = (rest * total, [0] + penalty.gradient(of: slopes))
      return total.indices.map {
        state.sums.gradient[$0] + price[$0] + ratio * (here.gradient[$0] - before.gradient[$0]) + linear[$0]
      }
    }
    var (total, factor, last) = (newton.step, factor, newton.decrement)
    for _ in 0..<10 {
      let point = state.point.moved(along: total)
      let slope = gradient(try sample.sums(at: point, upTo: .gradient), total, point.slopes)
      var more = factor.step(against: slope)
      if more.length > 0.3 * last {
        // the curvature has changed too much on the way
        let here = try sample.sums(at: point, upTo: .roughCurvature)
        guard let fresh = try? ScaledCholesky(curvature(rest, here, penalty, point)) else { return nil }
        factor = fresh
        more = factor.step(against: slope)
      }
      guard more.length.isFinite, more.step.allSatisfy(\.isFinite) else { return nil }
      for i in total.indices { total[i] += more.step[i] }
      guard zip(total, newton.step).allSatisfy({ abs($0 - $1) <= newton.length }) else { return nil }
      // the surrogate itself is no better than that
      if more.length <= max(1e-13, 1e-3 * newton.decrement) { return total }
      last = more.length
    }
    return nil
  }

  /// The curvature of all rows at a point next to one where it is known.
  func curvature(at point: Coefficients, from state: NewtonState) throws(FittingError) -> ArrowMatrix {
    let (before, after) = (
      try sample.sums(at: state.point, upTo: .curvature), try sample.sums(at: point, upTo: .curvature)
    )
    return state.curvature.adding(after.curvature, times: ratio).adding(before.curvature, times: -ratio)
  }

  /// The surrogate's curvature.
  private func curvature(_ rest: ArrowMatrix, _ here: LossSums, _ penalty: some SmoothPenalty, _ point: Coefficients)
    -> ArrowMatrix
  {
    var result = rest.adding(here.curvature, times: ratio)
    result.addToDiagonal([0] + penalty.curvature(of: point.slopes))
    return result
  }
}
