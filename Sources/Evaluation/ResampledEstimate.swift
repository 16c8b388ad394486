/// An estimate and what resampling says of it.
public struct ResampledEstimate: Sendable, Equatable {
  /// On the data themselves.
  public var value: Double
  /// Standard deviation over the resamples.
  public var standardError: Double
  /// Lower end of the percentile interval.
  public var lower: Double
  /// Upper end of the percentile interval.
  public var upper: Double
  /// Mean over the resamples less the value.
  public var bias: Double
  /// Resamples.
  public var resamples: Int

  init(value: Double, replicates: [Double], confidence: Double) {
    let n = Double(replicates.count)
    let mean = replicates.reduce(0, +) / n
    let squares = replicates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let sorted = replicates.sorted()
    self.value = value
    standardError = (squares / (n - 1)).squareRoot()
    lower = ResampledEstimate.quantile((1 - confidence) / 2, of: sorted)
    upper = ResampledEstimate.quantile((1 + confidence) / 2, of: sorted)
    bias = mean - value
    resamples = replicates.count
  }

  /// The estimate less an amount that is known.
  public func less(_ amount: Double) -> ResampledEstimate {
    var moved = self
    moved.value -= amount
    moved.lower -= amount
    moved.upper -= amount
    return moved
  }

  /// Between the two nearest order statistics, linearly.
  private static func quantile(_ probability: Double, of sorted: [Double]) -> Double {
    let position = probability * Double(sorted.count - 1)
    let low = Int(position)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (position - Double(low)) * (sorted[high] - sorted[low])
  }
}
