import LinearAlgebra

/// A point of the iteration and what is known there.
struct NewtonState: Sendable {
  /// Intercept and slopes.
  var point: Coefficients
  /// The sums over rows.
  var sums: LossSums
  /// Loss and penalty.
  var objective: Double
  /// Its gradient.
  var gradient: [Double]
  /// Its curvature.
  var curvature: ArrowMatrix
  /// Newton steps taken.
  var iteration: Int
  /// Part of the last Newton step taken.
  var step: Double

  /// Whether the curvature is that of the point before.
  var hasOldCurvature = false

  /// Adds a penalty to sums.
  init(point: Coefficients, sums: LossSums, penalty: some SmoothPenalty, iteration: Int, step: Double) {
    self.point = point
    self.sums = sums
    self.iteration = iteration
    self.step = step
    objective = sums.loss + penalty.value(of: point.slopes)
    gradient = zip(sums.gradient, [0] + penalty.gradient(of: point.slopes)).map(+)
    var curvature = sums.curvature
    curvature.addToDiagonal([0] + penalty.curvature(of: point.slopes))
    self.curvature = curvature
  }

  /// The largest absolute gradient.
  var gradientNorm: Double { gradient.reduce(0) { max($0, abs($1)) } }
}

/// A Newton direction.
struct NewtonDirection: Sendable {
  /// The step, intercept first.
  var step: [Double]
  /// √(gᵀH⁻¹g).
  var decrement: Double
  /// Whether a surrogate has made the step better than Newton's.
  var isImproved = false
  /// The largest change of an inside coefficient.
  var length: Double { step.reduce(0) { max($0, abs($1)) } }
}
