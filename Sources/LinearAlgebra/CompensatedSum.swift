/// A sum that keeps what rounding would lose: a double and the rest that did not fit.
///
///     hi + lo = Σ xᵢ, with an error of about n·2⁻¹⁰⁶ relative to Σ |xᵢ|
///
/// - SeeAlso: Ogita, Rump, Oishi (2005), doi:10.1137/030601818.
public struct CompensatedSum: Sendable, Equatable {
  /// The rounded sum.
  public var high: Double
  /// What the rounding left over.
  public var low: Double

  /// A sum of nothing.
  public init() { (high, low) = (0, 0) }

  /// A sum of its two parts.
  public init(high: Double, low: Double) { (self.high, self.low) = (high, low) }

  /// The sum as one double.
  @inlinable public var value: Double { high + low }

  /// Adds a value.
  @inlinable public mutating func add(_ value: Double) {
    let sum = high + value
    let part = sum - high
    low += (high - (sum - part)) + (value - part)
    high = sum
  }

  /// Adds another sum.
  @inlinable public mutating func add(_ other: CompensatedSum) {
    add(other.high)
    low += other.low
  }

  /// Adds the product of two values without rounding it.
  @inlinable public mutating func addProduct(_ a: Double, _ b: Double) {
    let product = a * b
    add(product)
    low += (-product).addingProduct(a, b)
  }
}

extension CompensatedSum {
  /// The sum of a sequence, rounded once.
  public static func of(_ values: some Sequence<Double>) -> Double {
    var sum = CompensatedSum()
    for value in values { sum.add(value) }
    return sum.value
  }
}
