#if canImport(Glibc)
  import Glibc
#endif

/// The standard normal distribution, as far as this module needs it.
enum Normal {
  /// P(Z ≤ z).
  static func cumulative(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

  /// P(|Z| > |z|), without cancellation.
  static func twoSidedTail(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }

  /// The z with P(|Z| ≤ z) = confidence.
  static func twoSidedQuantile(_ confidence: Double) -> Double {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    return -lowerQuantile((1 - confidence) / 2)
  }

  /// The z with P(Z ≤ z) = probability.
  static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a normal quantile needs a probability between 0 and 1")
    return probability <= 0.5 ? lowerQuantile(probability) : -lowerQuantile(1 - probability)
  }

  /// Halley steps on log Φ from the leading term of the tail's expansion; each step triples the digits.
  private static func lowerQuantile(_ probability: Double) -> Double {
    let t = (-2 * log(probability)).squareRoot()
    // Abramowitz and Stegun, 26.2.22: good to 0.003, a start only.
    var z = (2.30753 + 0.27061 * t) / (1 + t * (0.99229 + 0.04481 * t)) - t
    for _ in 0..<4 {
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      let step = (cumulative(z) - probability) / density
      z -= step / (1 + z * step / 2)
    }
    return z
  }
}
