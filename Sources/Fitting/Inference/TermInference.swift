import LinearAlgebra

/// What is known of one parameter.
public struct TermInference: Sendable, Equatable {
  /// The parameter.
  public var parameter: Parameter
  /// Its estimate.
  public var estimate: Double
  /// Its standard error; `nil` where separation leaves none.
  public var standardError: Double?
  /// Estimate over standard error.
  public var z: Double?
  /// Two-sided p of z; `nil` with a penalty, too, because a penalised estimate is biased.
  public var p: Double?
  /// Lower end of the interval.
  public var lower: Double?
  /// Upper end of the interval.
  public var upper: Double?
}

extension Fit {
  /// Standard errors, z, p and intervals of the intercept and every kept column.
  ///
  ///     z = estimate / error,  p = erfc(|z|/√2),  interval = estimate ± z_{(1+c)/2}·error
  ///
  /// - Parameter confidence: c, between 0 and 1; 0.95 is usual.
  public func inference(confidence: Double = 0.95) -> [TermInference] {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    let width = NormalDistribution.upperQuantile((1 - confidence) / 2)
    let parameters = [Parameter.intercept] + kept.map(Parameter.slope)
    return zip(parameters, standardErrors).map { parameter, error in
      let estimate =
        switch parameter {
        case .intercept: coefficients.intercept
        case .slope(let column): coefficients.slopes[column]
        }
      let z = error.flatMap { $0 > 0 ? estimate / $0 : nil }
      return TermInference(
        parameter: parameter, estimate: estimate, standardError: error, z: z,
        p: isPenalised ? nil : z.map(NormalDistribution.twoSidedTail),
        lower: error.map { estimate - width * $0 }, upper: error.map { estimate + width * $0 })
    }
  }
}
