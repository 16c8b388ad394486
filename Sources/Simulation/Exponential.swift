/// eˣ to about 1e-10, from additions and multiplications only, so that every machine gets the same bits (libraries
/// differ in the last one, and a simulated file must not).
///
///     x = n·ln 2 + r, |r| ≤ ln 2 / 2;  eˣ = 2ⁿ · Σ rᵏ/k!
///
/// - Parameter x: taken as ±700 beyond that.
@inline(__always)
func exponential(_ x: Double) -> Double {
  let x = Swift.min(700, Swift.max(-700, x))
  // Adding and taking away 1.5·2^52 rounds to a whole number.
  let n = (x * 1.442_695_040_888_963_4 + 6_755_399_441_055_744) - 6_755_399_441_055_744
  let r = x - n * 0.693_147_180_559_945_3
  var sum = 1 + r / 9
  sum = 1 + sum * r * (1.0 / 8)
  sum = 1 + sum * r * (1.0 / 7)
  sum = 1 + sum * r * (1.0 / 6)
  sum = 1 + sum * r * (1.0 / 5)
  sum = 1 + sum * r * (1.0 / 4)
  sum = 1 + sum * r * (1.0 / 3)
  sum = 1 + sum * r * (1.0 / 2)
  sum = 1 + sum * r
  return sum * Double(bitPattern: UInt64(bitPattern: Int64(n) &+ 1023) << 52)
}

/// 1 / (1 + e^−η).
@inline(__always)
func logistic(_ eta: Double) -> Double { 1 / (1 + exponential(-eta)) }

/// A Poisson count from one uniform number, by walking up the distribution.
/// - Parameters:
///   - mean: λ, up to about 20.
///   - zero: e^−λ, which the caller often needs several times.
@inline(__always)
func poisson(_ uniform: Double, mean: Double, zero: Double) -> Int {
  var count = 0
  var share = zero
  var below = zero
  while uniform >= below && count < 99 {
    count += 1
    share *= mean / Double(count)
    below += share
  }
  return count
}
