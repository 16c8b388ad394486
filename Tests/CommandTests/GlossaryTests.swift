import Foundation
import Testing

/// The names for machines, exactly as the project promises them; further names may be added, none may change.
@Suite struct GlossaryTests {
  static let coefficient = ["term", "estimate", "standard_error", "z", "p", "lower", "upper", "odds_ratio"]

  static let train = [
    "coefficients", "fit.rows", "fit.churners", "fit.log_likelihood", "fit.deviance", "fit.null_deviance", "fit.aic",
    "fit.iterations", "fit.status", "fit.certificate.rank", "fit.certificate.dropped",
    "fit.certificate.separation.kind", "fit.certificate.separation.terms", "fit.certificate.condition_number",
    "fit.certificate.gradient", "holdout", "model.name", "model.version", "model.path", "model.sha256",
  ]

  static let performance = [
    "profit.ev_rule", "profit.nobody", "profit.everybody", "profit.mpc.per_account", "profit.mpc.fraction",
    "profit.mpc.threshold", "profit.empc.per_account", "profit.empc.fraction", "profit.pilot_value", "ranking.auc",
    "ranking.auc_lower", "ranking.auc_upper", "ranking.average_precision", "ranking.lift_top_decile",
    "calibration.intercept", "calibration.slope", "calibration.brier", "calibration.log_loss",
  ]

  private static let telco = Package.dataset("telco/telco.csv")

  @Test func `train, evaluate and compare --json have the promised names`() throws {
    let scratch = try Scratch()
    let trained = try scratch.churn("train", Self.telco, "--target", "churn", "--model", "m", "--json").json()
    for path in Self.train { #expect(trained[path] != nil, "train: \(path)") }
    for path in Self.performance { #expect(trained["holdout." + path] != nil, "hold-out: \(path)") }
    for row in try trained.list("coefficients") {
      for name in Self.coefficient { #expect(row[name] != nil, "coefficient: \(name)") }
    }
    for row in try trained.list("fit.certificate.dropped") {
      #expect(row["term"]?.string != nil && row["reason"]?.string != nil)
    }
    #expect(trained["fit.certificate.dropped"]?.items.isEmpty == false)
    #expect(trained["model.name"] == .string("m") && trained["model.version"] == .number(1))
    let holdout = Package.dataset("telco/holdout.csv")
    let judged = try scratch.churn("evaluate", "m", holdout, "--json").json()
    for path in Self.performance { #expect(judged[path] != nil, "evaluate: \(path)") }
    _ = try scratch.churn("train", Self.telco, "--target", "churn", "--model", "m", "--ridge", "9")
    let compared = try scratch.churn("compare", "m@1", "m@2", holdout, "--json").json()
    for path in Self.performance {
      #expect(compared["a." + path] != nil && compared["b." + path] != nil, "compare: \(path)")
    }
    for path in ["difference.profit.per_account", "difference.profit.lower", "difference.profit.upper", "verdict"] {
      #expect(compared[path] != nil, "compare: \(path)")
    }
  }

  @Test func `terms are called as promised`() throws {
    let report = try Scratch().churn("train", Self.telco, "--target", "churn", "--json").json()
    let terms = try report.list("coefficients").compactMap { $0["term"]?.string }
    #expect(terms.first == "(intercept)")
    #expect(Set(["tenure", "female", "contract=Two year", "total_charges:missing"]).isSubset(of: terms))
  }

  @Test func `undefined figures are null and stay in their place`() throws {
    let scratch = try Scratch()
    try scratch.write("y,score\n0,-2\n0,3\n", to: "s.csv")
    let report = try scratch.churn("evaluate", "--scores", "s.csv", "--target", "y", "--json").json()
    for path in Self.performance { #expect(report[path] != nil, "\(path)") }
    for path in ["ranking.auc", "ranking.auc_lower", "profit.ev_rule", "calibration.slope", "calibration.brier"] {
      #expect(report[path] == .null, "\(path)")
    }
    let ridge = try scratch.churn(
      "train", Package.malformed("01_clean.csv"), "--target", "churned", "--ridge", "1", "--json"
    ).json()
    for row in try ridge.list("coefficients") {
      for name in Self.coefficient { #expect(row[name] != nil, "\(name)") }
      #expect(row["p"] == .null && row["estimate"]?.number != nil && row["lower"]?.number != nil)
    }
  }

  @Test func `the glossary has the words of reports and JSON`() throws {
    let text = try String(contentsOfFile: Package.path("docs/glossary.md"), encoding: .utf8)
    let entries = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
      .map { $0.split(separator: "|")[0].lowercased() }
    let words = [
      "term", "odds ratio", "deviance", "certificate", "separation", "hold-out", "ev rule", "mpc", "empc",
      "pilot value", "delong", "average precision", "lift", "calibration slope", "brier", "log loss", "reference level",
      "pooled level", "ridge", "cohort", "snapshot", "contribution", "base", "champion", "break-even", "incentive",
      "contact cost", "acceptance", "value", "clustered", "blueprint",
      "gradient", "condition number", "rank",
    ]
    for word in words { #expect(entries.contains { $0.contains(word) }, "\(word)") }
  }
}
