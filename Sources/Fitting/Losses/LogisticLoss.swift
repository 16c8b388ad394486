#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The negative log-likelihood of a label given its log-odds.
///
///     loss(η, y) = log(1 + exp(η)) − y·η
///
/// `exp` is only taken of what is not positive, and p and 1 − p are made together, so that nothing overflows and
/// nothing cancels.
public struct LogisticLoss: RowLoss {
  /// Creates the loss.
  public init() {}

  /// Value, slope p − y and curvature p·(1 − p).
  @inline(__always)
  public func terms(at predictor: Double, label: UInt8) -> RowTerms {
    let decay = exp(-abs(predictor))
    let larger = 1 / (1 + decay)
    let smaller = decay / (1 + decay)
    let (p, q) = predictor >= 0 ? (larger, smaller) : (smaller, larger)
    let margin = label == 0 ? predictor : -predictor
    return RowTerms(value: max(margin, 0) + log1p(decay), slope: label == 0 ? p : -q, curvature: p * q)
  }

  /// The probability of a 1 and that of a 0, each to full relative precision.
  ///
  ///     p = 1 / (1 + exp(−η)),  q = 1 / (1 + exp(η))
  public static func probabilities(at predictor: Double) -> (one: Double, zero: Double) {
    let decay = exp(-abs(predictor))
    let larger = 1 / (1 + decay)
    let smaller = decay / (1 + decay)
    return predictor >= 0 ? (larger, smaller) : (smaller, larger)
  }

  /// log(1 + exp(η)) without overflow.
  public static func softplus(_ predictor: Double) -> Double { max(predictor, 0) + log1p(exp(-abs(predictor))) }
}
