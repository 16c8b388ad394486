import Foundation
import Testing

/// A certified fit of `FittingTests/Fixtures/expected.json`.
struct CertifiedCase: Decodable, CustomTestStringConvertible {
  var name: String
  var data: String
  var target: String
  var method: String
  var terms: [String]
  var coef: [String]
  var se: [String]
  var loglik: String
  var nullLoglik: String
  var rowsUsed: Int

  var testDescription: String { "\(name), \(method)" }

  private struct File: Decodable { var cases: [CertifiedCase] }
  private struct Errors: Decodable { var se: [String] }

  private static func decoded<T: Decodable>(_ file: String, as type: T.Type) -> T {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try! decoder.decode(type, from: Data(contentsOf: URL(filePath: Package.fit(file))))
  }

  /// All cases that are maximum likelihood or ridge.
  static let all = decoded("expected.json", as: File.self).cases.filter { $0.method != "Firth" }

  private var ridge: String? { method.hasPrefix("L2=") ? String(method.dropFirst(3)) : nil }
  var isRidge: Bool { ridge != nil }

  /// What the case's design says, as options.
  var options: [String] {
    var options = ["train", Package.fit(data), "--target", target, "--no-holdout", "--json", "--quiet"]
    if let ridge { options += ["--penalty-scale", "original", "--ridge", ridge] }
    switch data {
    case "spector.csv": options += ["--exclude", "OBS"]
    case "lbw.csv": options += ["--reference", "race=white", "--exclude", "id,ftv,bwt"]
    case "corpus_clean.csv": options += ["--reference", "plan=basic", "--id", "account_id"]
    case "mlc_churn.csv": options += ["--exclude", "state,area_code"]
    default: break
    }
    return options
  }

  /// The terms as the program calls them.
  var names: [String] {
    terms.map { ["intercept": "(intercept)", "intl": "international_plan", "vmail": "voice_mail_plan"][$0] ?? $0 }
  }

  var coefficients: [Double] { coef.map { Double($0)! } }

  /// Standard errors; those of mlc_churn to 50 digits, because the stored ones are right to 7.7 digits only.
  var errors: [Double] {
    let texts = data == "mlc_churn.csv" ? Self.decoded("mlc_churn_errors.json", as: Errors.self).se : se
    return texts.map { Double($0)! }
  }

  var coefficientDigits: Double { data == "mlc_churn.csv" ? 11 : 12 }
}
