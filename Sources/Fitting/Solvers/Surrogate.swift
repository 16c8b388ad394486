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

  /// A step and what it leads to.
  struct Step {
    /// From the point to the surrogate's minimum.
    var step: [Double]
    /// How the curvature changes on the way.
    var curvatureChange: Matrix
  }

  /// The step to the surrogate's minimum, or `nil` where it is not found at once or is far from Newton's.
  ///
  /// - Complexity: two or three passes over the sample.
  func step(from state: NewtonState, _ newton: NewtonDirection, penalty: some SmoothPenalty) throws(FittingError)
    -> Step?
  {
    let before = try sample.sums(at: state.point, upTo: .curvature)
    let change = { (sums: LossSums) in
      zip(sums.curvature.elements, before.curvature.elements).map { ratio * ($0 - $1) }
    }
    let q = state.gradient.count
    var total = newton.step
    for _ in 0..<6 {
      let point = state.point.moved(along: total)
      let here = try sample.sums(at: point, upTo: .curvature)
      let curvatureChange = Matrix(rowCount: q, columnCount: q, elements: change(here))
      var gradient = zip(state.sums.gradient, [0] + penalty.gradient(of: point.slopes)).map(+)
      for i in 0..<q {
        gradient[i] += ratio * (here.gradient[i] - before.gradient[i])
        for j in 0..<q {
          gradient[i] += (state.sums.curvature[i, j] - ratio * before.curvature[i, j]) * total[j]
        }
      }
      var curvature = state.curvature
      for j in 0..<q { for i in 0..<q { curvature[i, j] += curvatureChange[i, j] } }
      guard let factor = try? ScaledCholesky(curvature) else { return nil }
      let more = factor.solution(of: gradient).map { -$0 }
      let square = zip(more, gradient).reduce(0) { $0 - $1.0 * $1.1 }
      guard square.isFinite, more.allSatisfy(\.isFinite) else { return nil }
      for i in 0..<q { total[i] += more[i] }
      guard zip(total, newton.step).allSatisfy({ abs($0 - $1) <= newton.length }) else { return nil }
      // Newton squares what is left, and the surrogate is no better than that
      if max(0, square).squareRoot() <= max(1e-13, 1e-3 * newton.decrement) {
        return Step(step: total, curvatureChange: curvatureChange)
      }
    }
    return nil
  }
}
