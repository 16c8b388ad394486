/// γ: the probability that a contacted would-be churner accepts the offer and stays.
public enum Acceptance: Sendable, Equatable {
  /// Known exactly, 0…1.
  case exactly(Double)
  /// Known as a Beta distribution.
  case beta(alpha: Double, beta: Double)

  /// Beta(6, 14), mean 0.3: the default of Verbraken, Verbeke and Baesens (2013), doi:10.1109/TKDE.2012.50.
  public static let literature = Acceptance.beta(alpha: 6, beta: 14)

  /// γ̄: the expected acceptance, 0…1.
  public var mean: Double {
    switch self {
    case .exactly(let probability): probability
    case .beta(let alpha, let beta): alpha / (alpha + beta)
    }
  }
}
