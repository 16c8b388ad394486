#if canImport(Glibc)
  import Glibc
#endif

/// The Beta(α, β) distribution on 0…1.
struct BetaDistribution: Sendable {
  let alpha: Double
  let beta: Double

  /// I_x(α, β): the regularised incomplete beta function, to about 1e-14.
  ///
  /// The continued fraction of DLMF 8.17.22, evaluated by Lentz's method as modified by Thompson and Barnett (1986), on
  /// the side of x where it converges fast; its factor x^α(1−x)^β/B(α, β) is taken from the saddle-point form below.
  func cumulative(_ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x <= (alpha + 1) / (alpha + beta + 2) {
      return Self.factor(x, alpha, beta) * Self.fraction(x, alpha, beta) / alpha
    }
    return 1 - Self.factor(1 - x, beta, alpha) * Self.fraction(1 - x, beta, alpha) / beta
  }

  /// ∫₀ˣ γ dBeta(γ) = α/(α+β)·I_x(α+1, β).
  func partialMean(_ x: Double) -> Double {
    alpha / (alpha + beta) * BetaDistribution(alpha: alpha + 1, beta: beta).cumulative(x)
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var result = d
    let limit = 1_000 + Int(20 * max(a, b).squareRoot())
    for index in 1...limit {
      let m = Double(index)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return result
  }

  /// x^a·(1−x)^b/B(a, b) without the cancellation of three large logarithms.
  ///
  /// With Γ(z) = √(2π/z)·(z/e)^z·e^{δ(z)} it is √(ab/(2π(a+b)))·e^{δ(a+b)−δ(a)−δ(b)}·e^{−a·h(…)−b·h(…)}, where the last
  /// exponent is a deviance. SeeAlso: Loader (2000), "Fast and accurate computation of binomial probabilities".
  private static func factor(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let n = a + b
    let deviance = deviancePart(a, n * x) + deviancePart(b, n * (1 - x))
    let errors = stirlingError(n) - stirlingError(a) - stirlingError(b)
    return (a / n * b / (2 * Double.pi)).squareRoot() * exp(errors - deviance)
  }

  /// k·log(k/m) − k + m, accurate also for k near m.
  private static func deviancePart(_ k: Double, _ m: Double) -> Double {
    let v = (k - m) / (k + m)
    guard abs(v) < 0.1 else { return k * log(k / m) + m - k }
    // k·log(k/m) = 2k·atanh(v); with (k − m) = v·(k + m) the leading terms cancel by hand.
    var sum = (k - m) * v
    var power = 2 * k * v
    var degree = 1.0
    while true {
      power *= v * v
      degree += 2
      let next = sum + power / degree
      if next == sum { return sum }
      sum = next
    }
  }

  /// δ(z) = log Γ(z) − ((z − ½)·log z − z + ½·log 2π), DLMF 5.11.1.
  private static func stirlingError(_ z: Double) -> Double {
    guard z < 16 else {
      let s = 1 / (z * z)
      let tail = 1.0 / 1188 - s * (691.0 / 360_360 - s / 156)
      return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * tail)))) / z
    }
    // δ(z) = δ(z + 1) − 1 + (z + ½)·log(1 + 1/z), the recurrence of Γ; each step moves up to where the series holds.
    return stirlingError(z + 1) - 1 + (z + 0.5) * log1p(1 / z)
  }
}
