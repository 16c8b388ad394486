import Foundation
import Testing

/// The telco and mlc models of the profit references, fitted and scored through the program.
@Suite struct ReferenceFitTests {
  /// Standard errors by R's terms, made by `Tests/Oracles/reference_errors/make.py`.
  static let errors: [String: [String: String]] = {
    let file = Bundle.module.url(forResource: "Fixtures", withExtension: nil)!
    return try! JSONDecoder().decode(
      [String: [String: String]].self, from: Data(contentsOf: file.appending(path: "coefficients/errors.json")))
  }()

  @Test(arguments: ReferenceFit.all)
  func `the coefficient table and the scores are those of R: nine digits, and eleven for exact standard errors`(
    _ fit: ReferenceFit
  ) throws {
    let scratch = try Scratch()
    let answer = try scratch.run(fit.train("m"))
    #expect(answer.status == 0, "\(answer.errors)")
    let report = try answer.json()
    try expectTable(report, fit)
    #expect(digits(report["fit.log_likelihood"]?.number, of: fit.logLikelihood) >= 13)
    let scores = try scratch.churn("score", "m", fit.data, "--quiet")
    #expect(scores.status == 0, "\(scores.errors)")
    let mine = try scores.probabilities()
    let theirs = try PlainCSV(path: Package.scores(fit.scores)).numbers("p")
    #expect(mine.count == theirs.count)
    #expect(zip(mine, theirs).allSatisfy { abs($0 - $1) <= 1e-9 * $1 })
  }

  private func expectTable(_ report: JSON, _ fit: ReferenceFit) throws {
    let file = Bundle.module.url(forResource: "Fixtures", withExtension: nil)!
      .appending(path: "coefficients/\(fit.name)_coef.csv")
    let table = try PlainCSV(path: file.path)
    let errors = try #require(Self.errors[fit.name])
    let rows = report["coefficients"]?.items ?? []
    #expect(rows.map { fit.wordOfR($0["term"]?.string ?? "") }.sorted() == table["term"].sorted())
    for row in rows {
      let word = fit.wordOfR(row["term"]?.string ?? "")
      guard let place = table["term"].firstIndex(of: word) else { continue }
      let estimate = table.numbers("estimate")[place]
      let error = Double(errors[word]!)!
      #expect(digits(row["standard_error"]?.number, of: error) >= 11, "\(word)")
      // R's own errors stem from its last but one iterate: eight digits in the worst of these tables.
      expectClose(row["standard_error"]?.number, table.numbers("std_error")[place], "\(word)", within: 5e-8)
      for (name, truth) in [
        ("estimate", estimate), ("z", estimate / error), ("p", erfc(abs(estimate / error) / 2.0.squareRoot())),
        ("lower", estimate - 1.9599639845400543 * error), ("upper", estimate + 1.9599639845400543 * error),
        ("odds_ratio", exp(estimate)),
      ] {
        expectClose(row[name]?.number, truth, "\(word) \(name)", floor: 0)
      }
    }
  }

  @Test func `trained on the first 3,333 accounts, the other 1,667 get R's scores and R's calibration`() throws {
    let scratch = try Scratch()
    _ = try scratch.run(ReferenceFit.all[1].train("mlc"))
    let test = Package.dataset("mlc/test.csv")
    let mine = try scratch.churn("score", "mlc", test, "--quiet").probabilities()
    let theirs = try PlainCSV(path: Package.scores("mlc/mlc_nocharges_train3333_test_scores.csv")).numbers("p")
    #expect(mine.count == 1667 && theirs.count == 1667)
    #expect(zip(mine, theirs).allSatisfy { abs($0 - $1) <= 1e-9 * $1 })
    let judged = try scratch.churn("evaluate", "mlc", test, "--json", "--quiet").json()
    expectClose(judged["ranking.auc"]?.number, 0.841401841401841, "AUC")
    expectClose(judged["calibration.slope"]?.number, 1.10506170006213, "slope", within: 1e-8)
    expectClose(judged["calibration.intercept"]?.number, 0.0295117026372211, "intercept", within: 1e-8)
  }
}
