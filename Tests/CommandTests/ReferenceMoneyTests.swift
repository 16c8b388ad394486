import Foundation
import Testing

/// Scores whose metrics are known, and the columns to read them from.
struct ReferenceScores: CustomTestStringConvertible, Sendable {
  var file: String
  var column: String
  /// Where `expected.json` holds them.
  var path: String

  var testDescription: String { path }

  static let all =
    ["textbook8", "ties12", "perfect10", "allsame10", "collinear9", "margins8"].map {
      ReferenceScores(file: "tiny/\($0).csv", column: "score", path: "tiny.\($0)")
    } + fitted

  static let fitted = [
    "mlc/mlc_all_but_state", "mlc/mlc_nocharges", "mlc/mlc_nocharges_train3333", "mlc/mlc_nocharges_train3333_test",
    "wa/wa_subset", "wa/wa_tenure_only",
  ].map {
    ReferenceScores(file: $0 + "_scores.csv", column: "p", path: $0.replacing("/", with: ".") + "_scores")
  }
}

/// The money and ranking figures of any tool's scores, through the program.
@Suite struct ReferenceMoneyTests {
  static let expected = try! JSON(Data(contentsOf: URL(filePath: Package.scores("expected.json"))))

  @Test(arguments: ReferenceScores.all, ["default", "b2b", "hostile", "accept50"])
  func `evaluate prints the reference figures`(_ scores: ReferenceScores, _ parameters: String) throws {
    let truth = try #require(Self.expected[scores.path])
    let campaign = try #require(Self.expected["parameters." + parameters])
    func text(_ key: String) -> String { "\(campaign[key]?.number ?? .nan)" }
    let answer = try Scratch().churn(
      "evaluate", "--scores", Package.scores(scores.file), "--target", "y", "--score", scores.column, "--json",
      "--value", text("clv"), "--incentive", text("d"), "--contact", text("f"), "--accept",
      "beta:\(text("alpha")),\(text("beta"))")
    #expect(answer.status == 0, "\(answer.errors)")
    let report = try answer.json()
    let profit = try #require(truth["profit." + parameters])
    for (ours, theirs) in [
      ("mpc.per_account", "mpc.profit"), ("mpc.fraction", "mpc.fraction"), ("mpc.threshold", "mpc.threshold"),
      ("empc.per_account", "empc.value"), ("empc.fraction", "empc.fraction"),
    ] {
      expectClose(report["profit." + ours]?.number, profit[theirs]?.number, ours)
    }
    for (ours, theirs) in [
      ("ranking.auc", "auc"), ("ranking.average_precision", "average_precision"),
      ("ranking.lift_top_decile", "lift_top_decile_ties_shared"), ("calibration.brier", "brier"),
      ("calibration.log_loss", "log_loss"),
    ] {
      expectClose(report[ours]?.number, truth[theirs]?.number, ours)
    }
    let (mpc, empc) = (profit["mpc.profit"]?.number, profit["empc.value"]?.number)
    expectClose(report["profit.pilot_value"]?.number, (empc ?? 0) - (mpc ?? 0), "pilot", within: 1e-9, floor: 1e-9)
    #expect(report["profit.nobody"] == .number(0))
  }

  static let calibration = try! JSON(Data(contentsOf: URL(filePath: Package.scores("compare_calibration.json"))))

  @Test(arguments: ["mlc/mlc_all_but_state", "mlc/mlc_nocharges", "mlc/mlc_nocharges_train3333_test", "wa/wa_subset"])
  func `DeLong's interval and the calibration are the references'`(_ name: String) throws {
    let truth = try #require(Self.calibration[String(name.split(separator: "/")[1])])
    let report = try Scratch().churn(
      "evaluate", "--scores", Package.scores(name + "_scores.csv"), "--target", "y", "--score", "p", "--json"
    ).json()
    expectClose(report["ranking.auc_lower"]?.number, truth["ci95"]?.items[0].number, "lower", within: 1e-8)
    expectClose(report["ranking.auc_upper"]?.number, truth["ci95"]?.items[1].number, "upper", within: 1e-8)
    let error = report["ranking.auc_standard_error"]?.number ?? .nan
    expectClose(error * error, truth["var_delong"]?.number, "variance", within: 1e-8)
    for (ours, theirs) in [
      ("slope", "calibration.slope"), ("intercept", "calibration.slope_intercept"),
      ("in_the_large", "calibration.citl_intercept"), ("spiegelhalter_z", "calibration.spiegelhalter_z"),
      ("expected_calibration_error", "calibration.ece10_equal_count"),
      ("hosmer_lemeshow", "calibration.hosmer_lemeshow"),
    ] {
      expectClose(report["calibration." + ours]?.number, truth[theirs]?.number, ours, within: 1e-8, floor: 1e-8)
    }
    let deciles = report["calibration.deciles"]?.items ?? []
    for (ours, theirs) in [("accounts", "decile_n"), ("predicted", "decile_mean_p"), ("observed", "decile_rate")] {
      let expected = truth["calibration." + theirs]?.items ?? []
      #expect(deciles.count == expected.count)
      for (a, b) in zip(deciles, expected) { expectClose(a[ours]?.number, b.number, "decile \(ours)", within: 1e-9) }
    }
  }

  @Test(arguments: [
    ("mlc/mlc_all_but_state", "mlc/mlc_nocharges", 0), ("wa/wa_subset", "wa/wa_tenure_only", 1),
  ])
  func `compare's paired DeLong is pROC's`(_ a: String, _ b: String, _ place: Int) throws {
    let truth = try #require(Self.calibration["paired_delong"]?.items[place])
    let scratch = try Scratch()
    let first = try PlainCSV(path: Package.scores(a + "_scores.csv"))
    let second = try PlainCSV(path: Package.scores(b + "_scores.csv"))
    let rows = zip(zip(first["y"], first["p"]), second["p"]).map { "\($0.0),\($0.1),\($1)" }
    try scratch.write("y,a,b\n" + rows.joined(separator: "\n") + "\n", to: "both.csv")
    let answer = try scratch.churn(
      "compare", "--scores", "both.csv", "--target", "y", "--score", "a", "--score", "b", "--json")
    #expect(answer.status == 0, "\(answer.errors)")
    let report = try answer.json()
    expectClose(report["a.ranking.auc"]?.number, truth["auc"]?.items[0].number, "AUC of A", within: 1e-9)
    expectClose(report["b.ranking.auc"]?.number, truth["auc"]?.items[1].number, "AUC of B", within: 1e-9)
    expectClose(report["difference.auc.z"]?.number.map(abs), truth["z"]?.number, "z", within: 1e-8)
    expectClose(report["difference.auc.p"]?.number, truth["p"]?.number, "p", within: 1e-8, floor: 0)
  }

  @Test func `one class only: profit is defined, the AUC is null and the text says why`() throws {
    let scratch = try Scratch()
    try scratch.write("y,score\n0,0.1\n0,0.6\n0,0.3\n", to: "s.csv")
    let report = try scratch.churn("evaluate", "--scores", "s.csv", "--target", "y", "--json").json()
    #expect(report["ranking.auc"] == .null)
    #expect(report["profit.everybody"] == .number(-11))
    #expect(try scratch.churn("evaluate", "--scores", "s.csv", "--target", "y").text.contains("one class"))
  }

  @Test func `each account may have its own value`() throws {
    let scratch = try Scratch()
    try scratch.write("y,score,clv\n1,0.5,100\n0,0.5,20\n0,0.01,1000\n", to: "s.csv")
    let report = try scratch.churn(
      "evaluate", "--scores", "s.csv", "--target", "y", "--value", "clv", "--accept", "0.3", "--json"
    ).json()
    // The first is treated (13 − 5.5 > 0): 0.3·90 − 1 = 26; the second is not (1.5 − 0.5 − 5.5 < 0); nor the third.
    expectClose(report["profit.ev_rule_total"]?.number, 26, "total")
    #expect(report["profit.ev_rule_treated"] == .number(1))
  }
}
