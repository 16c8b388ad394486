import Testing

@testable import Evaluation

/// The numbers of `compareCalibration.json`.
@Suite struct CompareCalibrationTests {
  struct Figures: Decodable {
    struct Calibration: Decodable {
      var citlIntercept, citlSe, slopeIntercept, slope, slopeSe: Double
      var spiegelhalterZ, ece10EqualCount, hosmerLemeshow: Double
      var decileMeanP, decileRate: [Double]
      var decileN: [Int]
    }
    var auc, varDelong: Double
    var ci95: [Double]
    var calibration: Calibration
  }
  struct Pair: Decodable {
    var a, b: String
    var auc: [Double]
    var z, p, covDelong: Double
  }
  struct File: Decodable {
    var mlcAllButState, mlcNocharges, mlcNochargesTrain3333Test, waSubset, waTenureOnly: Figures
    var pairedDelong: [Pair]
    var cases: [(String, Figures)] {
      [
        ("mlc/mlc_all_but_state", mlcAllButState), ("mlc/mlc_nocharges", mlcNocharges),
        ("mlc/mlc_nocharges_train3333_test", mlcNochargesTrain3333Test), ("wa/wa_subset", waSubset),
        ("wa/wa_tenure_only", waTenureOnly),
      ]
    }
  }

  @Test func `DeLong's variance and interval agree with pROC`() throws {
    let file: File = try Reference.json("compare_calibration.json")
    for (name, wanted) in file.cases {
      let area = Ranking(try Reference.accounts(name + "_scores.csv")).areaUnderCurve()
      expectClose(area?.value, wanted.auc, 1e-12, name)
      expectClose(area?.variance, wanted.varDelong, 1e-12, floor: 0, name)
      expectClose(area?.lower, wanted.ci95[0], 1e-12, name)
      expectClose(area?.upper, wanted.ci95[1], 1e-12, name)
    }
  }

  struct Converged: Decodable {
    var citlIntercept, citlSe, slopeIntercept, slope, interceptSe, slopeSe: Double
  }

  @Test func `recalibration agrees with 40-digit Newton`() throws {
    let cases: [String: Converged] = try Reference.json("recalibration.json")
    #expect(cases.count == 5)
    for (name, wanted) in cases {
      let found = try #require(Recalibration(try Reference.accounts(name + "_scores.csv")))
      expectClose(found.inTheLarge?.value, wanted.citlIntercept, 1e-11, name)
      expectClose(found.inTheLarge?.standardError, wanted.citlSe, 1e-12, name)
      expectClose(found.intercept?.value, wanted.slopeIntercept, 1e-11, name)
      expectClose(found.intercept?.standardError, wanted.interceptSe, 1e-11, name)
      expectClose(found.slope?.value, wanted.slope, 1e-12, name)
      expectClose(found.slope?.standardError, wanted.slopeSe, 1e-12, name)
    }
  }

  /// The stored standard errors are those of R's last but one iterate, up to 8e-5 away from the converged ones.
  @Test func `the stored recalibrations are R's iterations, stopped early`() throws {
    let file: File = try Reference.json("compare_calibration.json")
    for (name, figures) in file.cases {
      let wanted = figures.calibration
      let accounts = try Reference.accounts(name + "_scores.csv")
      let shift = EarlyStoppedFit(accounts, slopeIsFree: false)
      expectClose(shift.intercept, wanted.citlIntercept, 1e-9, floor: 1e-11, name)
      expectClose(shift.interceptError, wanted.citlSe, 1e-9, name)
      let line = EarlyStoppedFit(accounts, slopeIsFree: true)
      expectClose(line.intercept, wanted.slopeIntercept, 1e-9, floor: 1e-11, name)
      expectClose(line.slope, wanted.slope, 1e-9, name)
      expectClose(line.slopeError, wanted.slopeSe, 1e-9, name)
      let found = try #require(Recalibration(accounts))
      expectClose(found.slope?.value, wanted.slope, 3e-8, name)
      expectClose(found.slope?.standardError, wanted.slopeSe, 1e-4, name)
    }
  }

  @Test func `bins, errors and tests of calibration agree with the reference`() throws {
    let file: File = try Reference.json("compare_calibration.json")
    for (name, figures) in file.cases {
      let wanted = figures.calibration
      let accounts = try Reference.accounts(name + "_scores.csv")
      let found = try #require(try Calibration(accounts, ties: .inRowOrder))
      #expect(found.bins.rows.map(\.count) == wanted.decileN)
      for (row, (p, rate)) in zip(found.bins.rows, zip(wanted.decileMeanP, wanted.decileRate)) {
        expectClose(row.meanProbability, p, 1e-12, name)
        expectClose(row.rate, rate, 1e-12, name)
      }
      expectClose(found.bins.expectedCalibrationError, wanted.ece10EqualCount, 1e-12, name)
      expectClose(found.bins.hosmerLemeshow, wanted.hosmerLemeshow, 1e-12, name)
      expectClose(found.spiegelhalterZ, wanted.spiegelhalterZ, 1e-9, name)
    }
  }

  @Test func `paired DeLong agrees with pROC`() throws {
    let file: File = try Reference.json("compare_calibration.json")
    let known = file.pairedDelong.filter { !$0.a.hasPrefix("tv/") }
    #expect(known.count == 2)
    for wanted in known {
      let (a, b) = (try Reference.accounts(wanted.a), try Reference.accounts(wanted.b))
      #expect(a.labels == b.labels)
      let found = try #require(try PairedAreas(labels: a.labels, scores: (a.scores, b.scores)))
      expectClose(found.a.value, wanted.auc[0], 1e-12)
      expectClose(found.b.value, wanted.auc[1], 1e-12)
      expectClose(found.covariance, wanted.covDelong, 1e-11, floor: 0)
      expectClose(found.z.map { -$0 }, wanted.z, 1e-8)
      expectClose(found.pValue, wanted.p, 1e-8, floor: 0)
    }
  }
}
