#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The standard normal distribution, accurate in both tails.
public enum NormalDistribution {
  /// The density at `z`.
  ///
  ///     φ(z) = exp(−z²/2) / √(2π)
  public static func density(_ z: Double) -> Double { exp(-0.5 * z * z) * 0.3989422804014326779 }

  /// The probability of a value above `z`.
  ///
  ///     Q(z) = erfc(z/√2) / 2
  ///
  /// Relative error within a few units in the last place down to the smallest normal number: the rounding of z/√2 is
  /// put right by one term of Taylor's series.
  public static func upperTail(_ z: Double) -> Double { 0.5 * complementaryError(z) }

  /// The probability of a value below `z`.
  public static func lowerTail(_ z: Double) -> Double { upperTail(-z) }

  /// The probability of a value farther from 0 than `z`, on either side: the p-value of a z statistic.
  public static func twoSidedTail(_ z: Double) -> Double { complementaryError(abs(z)) }

  /// The value that is exceeded with the given probability: the inverse of `upperTail`.
  ///
  /// Newton's method on log Q, which is concave.
  ///
  /// - Parameter probability: 0…1; beyond it the result is NaN.
  public static func upperQuantile(_ probability: Double) -> Double {
    guard probability >= 0, probability <= 1 else { return .nan }
    if probability > 0.5 { return -quantileOfSmaller(1 - probability) }
    return quantileOfSmaller(probability)
  }

  /// The value that is not exceeded with the given probability: the inverse of `lowerTail`.
  public static func quantile(_ probability: Double) -> Double { -upperQuantile(probability) }

  /// For a tail of at most one half.
  private static func quantileOfSmaller(_ tail: Double) -> Double {
    guard tail > 0 else { return .infinity }
    let target = log(tail)
    // Q(z) ≤ exp(−z²/2)/2, so this lies on the far side, from where a concave function is followed without overshoot
    var z = max(0, -2 * (target + log(2.0))).squareRoot()
    for _ in 0..<60 {
      let q = upperTail(z)
      guard q > 0 else {
        z *= 0.999
        continue
      }
      let near = q > 0.5 * tail && q < 2 * tail
      let step = (near ? q - tail : (log(q) - target) * q) / density(z)
      z += step
      if abs(step) <= 1e-16 * z { break }
    }
    return z
  }

  /// erfc(z/√2).
  private static func complementaryError(_ z: Double) -> Double {
    guard z.isFinite else { return z.isNaN ? .nan : (z > 0 ? 0 : 2) }
    let half = 0.70710678118654752440  // 1/√2 as two doubles
    let rest = -4.8336466567264567e-17
    let x = z * half
    let lost = (-x).addingProduct(z, half) + z * rest
    return erfc(x) - 1.1283791670955125739 * exp(-x * x) * lost
  }
}
