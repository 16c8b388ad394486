import Testing

@testable import Evaluation

/// The numbers of `compare_calibration.json`.
@Suite struct CompareCalibrationTests {
  struct Figures: Decodable {
    struct Calibration: Decodable {
      var citl_intercept, citl_se, slope_intercept, slope, slope_se: Double
      var spiegelhalter_z, ece10_equal_count, hosmer_lemeshow: Double
      var decile_mean_p, decile_rate: [Double]
      var decile_n: [Int]
    }
    var auc, var_delong: Double
    var ci95: [Double]
    var calibration: Calibration
  }
  struct Pair: Decodable {
    var a, b: String
    var auc: [Double]
    var z, p, cov_delong: Double
  }
  struct File: Decodable {
    var mlc_all_but_state, mlc_nocharges, mlc_nocharges_train3333_test, wa_subset, wa_tenure_only: Figures
    var paired_delong: [Pair]
    var cases: [(String, Figures)] {
      [
        ("mlc/mlc_all_but_state", mlc_all_but_state), ("mlc/mlc_nocharges", mlc_nocharges),
        ("mlc/mlc_nocharges_train3333_test", mlc_nocharges_train3333_test), ("wa/wa_subset", wa_subset),
        ("wa/wa_tenure_only", wa_tenure_only),
      ]
    }
  }

  @Test func `DeLong's variance and interval agree with pROC`() throws {
    let file: File = try Reference.json("compare_calibration.json")
    for (name, wanted) in file.cases {
      let area = Ranking(try Reference.accounts(name + "_scores.csv")).areaUnderCurve()
      expectClose(area?.value, wanted.auc, 1e-12, name)
      expectClose(area?.variance, wanted.var_delong, 1e-12, floor: 0, name)
      expectClose(area?.lower, wanted.ci95[0], 1e-12, name)
      expectClose(area?.upper, wanted.ci95[1], 1e-12, name)
    }
  }

  struct Converged: Decodable {
    var citl_intercept, citl_se, slope_intercept, slope, intercept_se, slope_se: Double
  }

  @Test func `recalibration agrees with 40-digit Newton`() throws {
    let cases: [String: Converged] = try Reference.json("recalibration.json")
    #expect(cases.count == 5)
    for (name, wanted) in cases {
      let found = try #require(Recalibration(try Reference.accounts(name + "_scores.csv")))
      expectClose(found.inTheLarge?.value, wanted.citl_intercept, 1e-11, name)
      expectClose(found.inTheLarge?.standardError, wanted.citl_se, 1e-12, name)
      expectClose(found.intercept?.value, wanted.slope_intercept, 1e-11, name)
      expectClose(found.intercept?.standardError, wanted.intercept_se, 1e-11, name)
      expectClose(found.slope?.value, wanted.slope, 1e-12, name)
      expectClose(found.slope?.standardError, wanted.slope_se, 1e-12, name)
    }
  }

  /// The stored standard errors are those of R's last but one iterate, up to 8e-5 away from the converged ones.
  @Test func `the stored recalibrations are R's iterations, stopped early`() throws {
    let file: File = try Reference.json("compare_calibration.json")
    for (name, figures) in file.cases {
      let wanted = figures.calibration
      let accounts = try Reference.accounts(name + "_scores.csv")
      let shift = EarlyStoppedFit(accounts, slopeIsFree: false)
      expectClose(shift.intercept, wanted.citl_intercept, 1e-9, floor: 1e-11, name)
      expectClose(shift.interceptError, wanted.citl_se, 1e-9, name)
      let line = EarlyStoppedFit(accounts, slopeIsFree: true)
      expectClose(line.intercept, wanted.slope_intercept, 1e-9, floor: 1e-11, name)
      expectClose(line.slope, wanted.slope, 1e-9, name)
      expectClose(line.slopeError, wanted.slope_se, 1e-9, name)
      let found = try #require(Recalibration(accounts))
      expectClose(found.slope?.value, wanted.slope, 3e-8, name)
      expectClose(found.slope?.standardError, wanted.slope_se, 1e-4, name)
    }
  }

  @Test func `bins, errors and tests of calibration agree with the reference`() throws {
    let file: File = try Reference.json("compare_calibration.json")
    for (name, figures) in file.cases {
      let wanted = figures.calibration
      let accounts = try Reference.accounts(name + "_scores.csv")
      let found = try #require(try Calibration(accounts, ties: .inRowOrder))
      #expect(found.bins.rows.map(\.count) == wanted.decile_n)
      for (row, (p, rate)) in zip(found.bins.rows, zip(wanted.decile_mean_p, wanted.decile_rate)) {
        expectClose(row.meanProbability, p, 1e-12, name)
        expectClose(row.rate, rate, 1e-12, name)
      }
      expectClose(found.bins.expectedCalibrationError, wanted.ece10_equal_count, 1e-12, name)
      expectClose(found.bins.hosmerLemeshow, wanted.hosmer_lemeshow, 1e-12, name)
      expectClose(found.spiegelhalterZ, wanted.spiegelhalter_z, 1e-9, name)
    }
  }

  @Test func `paired DeLong agrees with pROC`() throws {
    let file: File = try Reference.json("compare_calibration.json")
    let known = file.paired_delong.filter { !$0.a.hasPrefix("tv/") }
    #expect(known.count == 2)
    for wanted in known {
      let (a, b) = (try Reference.accounts(wanted.a), try Reference.accounts(wanted.b))
      #expect(a.labels == b.labels)
      let found = try #require(try PairedAreas(labels: a.labels, scores: (a.scores, b.scores)))
      expectClose(found.a.value, wanted.auc[0], 1e-12)
      expectClose(found.b.value, wanted.auc[1], 1e-12)
      expectClose(found.covariance, wanted.cov_delong, 1e-11, floor: 0)
      expectClose(found.z.map { -$0 }, wanted.z, 1e-8)
      expectClose(found.pValue, wanted.p, 1e-8, floor: 0)
    }
  }
}
