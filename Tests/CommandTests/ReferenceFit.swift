import Foundation
import Testing

/// A model of R on the telco or mlc data, and how this program is asked for the same.
struct ReferenceFit: CustomTestStringConvertible, Sendable {
  var name: String
  var data: String
  var features: [String]
  /// Reference level of each category, R's first level.
  var references: [String: String] = [:]
  /// Terms without the intercept, in R's words.
  var logLikelihood: Double
  /// Scores of the same rows, `EvaluationTests/Fixtures`.
  var scores: String

  var testDescription: String { name }

  private static let usage = [
    "account_length", "international_plan", "voice_mail_plan", "total_day_minutes", "total_eve_minutes",
    "total_night_minutes", "total_intl_minutes", "total_intl_calls", "number_customer_service_calls",
  ]

  static let all = [
    ReferenceFit(
      name: "mlc_nocharges", data: Package.dataset("mlc/mlc.csv"), features: usage, logLikelihood: -1583.33074118498,
      scores: "mlc/mlc_nocharges_scores.csv"),
    ReferenceFit(
      name: "mlc_nocharges_train3333", data: Package.dataset("mlc/train.csv"), features: usage,
      logLikelihood: -1082.56637342979, scores: "mlc/mlc_nocharges_train3333_scores.csv"),
    ReferenceFit(
      name: "mlc_all_but_state", data: Package.dataset("mlc/mlc.csv"),
      features: [
        "account_length", "area_code", "international_plan", "voice_mail_plan", "number_vmail_messages",
        "total_day_minutes", "total_day_calls", "total_day_charge", "total_eve_minutes", "total_eve_calls",
        "total_eve_charge", "total_night_minutes", "total_night_calls", "total_night_charge", "total_intl_minutes",
        "total_intl_calls", "total_intl_charge", "number_customer_service_calls",
      ], references: ["area_code": "area_code_408"], logLikelihood: -1578.24732621386,
      scores: "mlc/mlc_all_but_state_scores.csv"),
    ReferenceFit(
      name: "wa_subset", data: Package.fit("wa_churn.csv"),
      features: [
        "tenure", "monthly_charges", "contract", "internet_service", "paperless_billing", "payment_method",
        "senior_citizen", "dependents",
      ],
      references: [
        "contract": "Month-to-month", "internet_service": "DSL", "payment_method": "Bank transfer (automatic)",
      ], logLikelihood: -2978.24343872234, scores: "wa/wa_subset_scores.csv"),
    ReferenceFit(
      name: "wa_tenure_only", data: Package.fit("wa_churn.csv"), features: ["tenure"],
      logLikelihood: -3595.93407137675, scores: "wa/wa_tenure_only_scores.csv"),
  ]

  func train(_ model: String) -> [String] {
    ["train", data, "--target", "churn", "--model", model, "--features", features.joined(separator: ",")]
      + references.keys.sorted().flatMap { ["--reference", "\($0)=\(references[$0]!)"] }
      + ["--no-holdout", "--json", "--quiet"]
  }

  /// R's word for one of our terms: no sign between column and level.
  func wordOfR(_ term: String) -> String {
    switch term {
    case "(intercept)": "(Intercept)"
    case "international_plan", "voice_mail_plan": term + "yes"
    default: term.replacing("=", with: "", maxReplacements: 1)
    }
  }
}
