public import Diagnostics

/// Why a factorisation has no answer.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  /// The matrix is not positive definite; `order` is the first leading minor that is not.
  case notPositiveDefinite(order: Int)
  /// The matrix holds a NaN or an infinity.
  case notFinite
  /// The eigenvalue iteration did not converge.
  case eigenvaluesNotFound
}

extension LinearAlgebraError: Diagnosable {
  /// What went wrong, for a person.
  public var problem: Problem {
    switch self {
    case .notPositiveDefinite(let order):
      Problem(
        .badData, code: "algebra.not-positive-definite",
        "the matrix is not positive definite (leading minor of order \(order))")
    case .notFinite:
      Problem(.badData, code: "algebra.not-finite", "the matrix holds values that are not finite")
    case .eigenvaluesNotFound:
      Problem(.badData, code: "algebra.eigenvalues", "the eigenvalues were not found")
    }
  }
}
