import Foundation
import Reporting
import Testing

@testable import Workflow

/// The telco accounts, the reference model trained on them, and the reference campaign.
struct Telco {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").path
  static let references = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "EvaluationTests/Fixtures").path
  static let data = fixtures + "/wa_churn.csv"

  static let campaign = """
    value: {column: monthly_charges, times: 12}
    incentive: 5%
    contact: 15
    acceptance: 0.3
    monthly_revenue: monthly_charges
    """

  /// Trained once for all tests.
  static let shared = try! Telco()

  let scratch = Scratch()
  /// The first 1,200 accounts.
  let few: String

  /// Trains the model of the reference formula.
  init() throws {
    let lines = try String(contentsOfFile: Telco.data, encoding: .utf8).split(separator: "\n")
    few = scratch.put(lines.prefix(1201).joined(separator: "\n") + "\n", at: "few.csv")
    var options = TrainingOptions(inputs: [Telco.data], target: "churn", model: "wa")
    options.features = [
      "tenure", "monthly_charges", "contract", "internet_service", "paperless_billing", "payment_method",
      "senior_citizen", "dependents",
    ]
    options.references = [
      "contract": "Month-to-month", "internet_service": "DSL", "payment_method": "Bank transfer (automatic)",
    ]
    options.holdout.isOn = false
    options.store = scratch.at("models")
    _ = try TrainingRun(options: options).run()
  }

  /// Scores the accounts, or another file.
  func score(
    _ campaign: String?, data: String? = nil, change: (inout ScoreOptions) -> Void = { _ in }
  ) throws -> (sheet: Sheet, report: ScoringReport, text: String) {
    let name = UUID().uuidString
    var options = ScoreOptions(model: "wa", input: data ?? few, output: scratch.at(name + ".csv"))
    options.store = scratch.at("models")
    options.economics.campaign = campaign.map { scratch.put($0, at: name + ".yml") }
    change(&options)
    let report = try ScoreRun(options: options).run()
    let text = scratch.text(at: name + ".csv")
    return (Sheet(text), report, text)
  }

  func judging(_ campaign: String, data: String? = nil) -> JudgingOptions {
    var options = JudgingOptions(data: data ?? few)
    options.models = ["wa"]
    options.store = scratch.at("models")
    options.economics.campaign = scratch.put(campaign, at: UUID().uuidString + ".yml")
    return options
  }
}

/// Whether two numbers agree to a relative tolerance, or absolutely where both are tiny.
func expectClose(
  _ a: Double?, _ b: Double?, _ tolerance: Double = 1e-9, floor: Double = 1e-12, _ what: String = "",
  at location: SourceLocation = #_sourceLocation
) {
  let agree =
    switch (a, b) {
    case (nil, nil): true
    case (let a?, let b?): abs(a - b) <= max(tolerance * max(abs(a), abs(b)), floor)
    default: false
    }
  #expect(agree, "\(what): \(String(describing: a)) is not \(String(describing: b))", sourceLocation: location)
}
