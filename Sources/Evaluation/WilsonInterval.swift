/// Wilson's interval for a rate; it stays inside 0…1 and works for no events at all.
///
///     (k + z²/2 ± z·√(k(n−k)/n + z²/4))/(n + z²)
///
/// - SeeAlso: Wilson (1927), doi:10.1080/01621459.1927.10502953.
public struct WilsonInterval: Sendable, Equatable {
  /// Lower end, 0…1.
  public var lower: Double
  /// Upper end, 0…1.
  public var upper: Double

  /// The interval of `events` among `count`; without observations 0…1.
  public init(events: Double, of count: Double, confidence: Double = 0.95) {
    precondition(count >= 0 && events >= 0 && events <= count, "events are at most as many as observations")
    guard count > 0 else {
      (lower, upper) = (0, 1)
      return
    }
    let z = Normal.twoSidedQuantile(confidence)
    let width = z * (events * (count - events) / count + z * z / 4).squareRoot()
    lower = events == 0 ? 0 : max(0, (events + z * z / 2 - width) / (count + z * z))
    upper = events == count ? 1 : min(1, (events + z * z / 2 + width) / (count + z * z))
  }
}
