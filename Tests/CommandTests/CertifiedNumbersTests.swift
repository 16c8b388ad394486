import Foundation
import Testing

/// The last digits of the fit, through the program.
@Suite struct CertifiedNumbersTests {
  @Test(arguments: CertifiedCase.all)
  func `train prints the certified numbers`(_ expected: CertifiedCase) throws {
    let answer = try Scratch().run(expected.options)
    #expect(answer.status == 0, "\(answer.errors)")
    let report = try answer.json()
    let rows = report["coefficients"]?.items ?? []
    #expect(rows.compactMap { $0["term"]?.string } == expected.names)
    for (j, row) in rows.enumerated() {
      let term = expected.names[j]
      #expect(digits(row["estimate"]?.number, of: expected.coefficients[j]) >= expected.coefficientDigits, "\(term)")
      #expect(digits(row["standard_error"]?.number, of: expected.errors[j]) >= 11, "error of \(term)")
      if expected.isRidge { #expect(row["p"] == .null && row["z"] == .null, "\(term)") }
    }
    let loglik = Double(expected.loglik)!
    #expect(digits(report["fit.log_likelihood"]?.number, of: loglik) >= 14)
    #expect(digits(report["fit.deviance"]?.number, of: -2 * loglik) >= 14)
    #expect(digits(report["fit.null_deviance"]?.number, of: -2 * Double(expected.nullLoglik)!) >= 13)
    #expect(report["fit.rows"]?.number == Double(expected.rowsUsed))
    #expect(report["fit.status"] == .string("converged"))
    #expect(report["fit.certificate.separation.kind"] == .string("none"), "a false alarm")
    #expect(report["fit.certificate.separation.terms"] == .array([]))
    #expect(report["fit.certificate.dropped"] == .array([]))
    #expect(report["fit.certificate.rank"]?.number == Double(expected.terms.count))
    #expect(report["fit.standard_errors"] == .string(expected.isRidge ? "penalised" : "model"))
  }

  @Test(arguments: [
    ("endometrial.csv", "HG", ["NV"], "NV (13 rows"), ("ucla_quasi.csv", "y", ["x1"], "x1 ("),
    ("quasi_separation.csv", "churned", ["plan=vip"], "plan=vip (3 rows, all churned)"),
  ])
  func `separation is named with its column, and no Wald figure is printed for it`(
    _ file: String, _ target: String, _ terms: [String], _ message: String
  ) throws {
    let answer = try Scratch().churn("train", Package.fit(file), "--target", target, "--no-holdout", "--json")
    #expect(answer.status == 0)
    let report = try answer.json()
    #expect(report["fit.certificate.separation.kind"] == .string("quasi"))
    #expect(report["fit.certificate.separation.terms"]?.strings == terms)
    #expect(report["fit.status"] == .string("separated"))
    let row = try #require(report["coefficients"]?.items.first { terms.contains($0["term"]?.string ?? "") })
    for figure in ["standard_error", "z", "p", "lower", "upper"] { #expect(row[figure] == .null, "\(figure)") }
    #expect(answer.errors.contains(message))
    #expect(answer.errors.contains("--ridge"))
  }

  @Test func `a column that is a sum of others is dropped last in file order, and the likelihood is R's`() throws {
    // All 31 columns of the telco file on its 7,032 complete rows: R 4.2.2 says −2913.13618248418.
    let report = try Scratch().churn(
      "train", Package.fit("wa_churn.csv"), "--target", "churn", "--missing", "drop", "--no-holdout", "--json"
    ).json()
    #expect(digits(report["fit.log_likelihood"]?.number, of: -2913.13618248418) >= 14)
    #expect(report["fit.rows"] == .number(7032))
    let dropped = report["fit.certificate.dropped"]?.items ?? []
    #expect(dropped.count == 7)
    #expect(dropped.allSatisfy { $0["reason"]?.string?.hasPrefix("collinear with") == true })
    #expect(report["data.left_out"]?.items.first?["rows"] == .number(11))
  }

  @Test func `the standard form of the closed 2×2 table comes from weights`() throws {
    let scratch = try Scratch()
    try scratch.write("x,y,n\n1,1,30\n1,0,70\n0,1,20\n0,0,180\n", to: "t.csv")
    let report = try scratch.churn(
      "train", "t.csv", "--target", "y", "--weights", "n", "--no-holdout", "--json", "--quiet"
    ).json()
    let rows = report["coefficients"]?.items ?? []
    #expect(digits(rows.first?["estimate"]?.number, of: -2.1972245773362194) >= 14)
    #expect(digits(rows.last?["estimate"]?.number, of: 1.3499267169490158) >= 14)
    #expect(digits(rows.first?["standard_error"]?.number, of: 0.23570226039551584) >= 13)
    #expect(digits(rows.last?["standard_error"]?.number, of: 0.32120803721981051) >= 13)
  }
}
