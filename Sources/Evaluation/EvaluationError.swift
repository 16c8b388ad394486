public import Diagnostics

/// Why arrays cannot be judged.
public enum EvaluationError: Error, Equatable, Sendable {
  /// There is not one account.
  case noAccounts
  /// More accounts than a ranking can count.
  case tooManyAccounts(Int)
  /// Two arrays that must be parallel are not.
  case lengthMismatch(what: String, expected: Int, found: Int)
  /// A value is NaN or infinite; rows count from 0.
  case notFinite(what: String, row: Int)
  /// A label is neither 0 nor 1; rows count from 0.
  case labelNotBinary(row: Int)
  /// A value is outside its range; rows count from 0, `nil` for a value that all accounts share.
  case outOfRange(what: String, range: String, row: Int?)
  /// A probability was needed and the scores are something else.
  case notProbabilities(row: Int)
}

extension EvaluationError: Diagnosable {
  /// Where, what, and what to try.
  public var problem: Problem {
    Problem(.badData, code: "evaluation." + code, message, remedies: remedies)
  }

  private var code: String {
    switch self {
    case .noAccounts: "no-accounts"
    case .tooManyAccounts: "too-many-accounts"
    case .lengthMismatch: "length-mismatch"
    case .notFinite: "not-finite"
    case .labelNotBinary: "label-not-binary"
    case .outOfRange: "out-of-range"
    case .notProbabilities: "not-probabilities"
    }
  }

  private var message: String {
    switch self {
    case .noAccounts: "there are no accounts to evaluate"
    case .tooManyAccounts(let count): "\(count) accounts are more than one evaluation can rank"
    case .lengthMismatch(let what, let expected, let found):
      "\(what) has \(found) values, but there are \(expected) accounts"
    case .notFinite(let what, let row): "\(what) of account \(row + 1) is not a finite number"
    case .labelNotBinary(let row): "the outcome of account \(row + 1) is neither 0 nor 1"
    case .outOfRange(let what, let range, let row?): "\(what) of account \(row + 1) must be \(range)"
    case .outOfRange(let what, let range, nil): "\(what) must be \(range)"
    case .notProbabilities(let row): "the score of account \(row + 1) is not a probability between 0 and 1"
    }
  }

  private var remedies: [String] {
    switch self {
    case .noAccounts: ["give a file with at least one row"]
    case .tooManyAccounts: ["evaluate a random sample of the accounts"]
    case .lengthMismatch: []
    case .notFinite: ["remove the row or fill in its value"]
    case .labelNotBinary: ["code the outcome as 1 for churned and 0 for stayed"]
    case .outOfRange: []
    case .notProbabilities: ["turn the scores into probabilities first, or ask only for ranking measures"]
    }
  }
}
