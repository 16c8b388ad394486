import LinearAlgebra
import Testing

@testable import Fitting

@Suite struct SeparationTests {
  @Test func `NV separates thirteen rows of endometrial`() throws {
    let fit = try fit(CertifiedFit.named("endometrial", "Firth").input())
    #expect(fit.status == .separated)
    #expect(fit.certificate.separation?.kind == .quasi)
    #expect(fit.certificate.separation?.columns == [.init(column: 0, rows: 13)])
    #expect(fit.certificate.separation?.includesIntercept == false)
    let terms = fit.inference()
    #expect(terms[1].p == nil && terms[1].standardError == nil)
    // the limits of the others (R, detectseparation): the rows with NV = 1 have no weight there
    #expect(terms[0].p != nil && terms[2].p != nil && terms[3].p != nil)
    let (dense, labels) = try remainder()
    let rest = try Fitting.fitLogistic(
      FitInput(rows: TestDesign(dense: dense), labels: labels), FitOptions().checked())
    #expect(lre([terms[0], terms[2], terms[3]].map { $0.standardError! }, rest.standardErrors.map { $0! }) > 5)
  }

  /// Endometrial without NV and the rows that it separates.
  private func remainder() throws -> ([[Double]], [UInt8]) {
    let columns = try Columns("endometrial.csv")
    let nv = columns.numbers("NV")
    let rows = nv.indices.filter { nv[$0] == 0 }
    return (
      ["PI", "EH"].map { name in rows.map { columns.numbers(name)[$0] } }, rows.map { columns.labels("HG")[$0] }
    )
  }

  @Test func `x1 separates ucla_quasi up to its border`() throws {
    let fit = try fit(CertifiedFit.named("ucla_quasi", "Firth").input())
    #expect(fit.status == .separated)
    #expect(fit.certificate.separation?.kind == .quasi)
    #expect(fit.certificate.separation?.columns.map(\.column) == [0])
    #expect(fit.certificate.separation?.includesIntercept == true)
    #expect(fit.inference()[2].standardError != nil)
  }

  @Test func `plan vip separates its three rows`() throws {
    let columns = try Columns("quasi_separation.csv")
    let plans = ["pro", "team", "vip"]
    let codes = columns.cells["plan"]!.map { Int32(plans.firstIndex(of: $0) ?? -1) }
    let design = TestDesign(
      dense: ["usage", "logins", "tickets", "tenure_months"].map(columns.numbers), factors: [(3, codes)])
    for rows in [design, design.writtenOut] {
      let fit = try fit(FitInput(rows: rows, labels: columns.labels("churned")))
      #expect(fit.status == .separated)
      #expect(fit.certificate.separation?.kind == .quasi)
      #expect(fit.certificate.separation?.columns == [.init(column: 6, rows: 3)])
    }
  }

  @Test func `complete separation is told from quasi-separation`() throws {
    let x = (0..<20).map(Double.init)
    let fit = try fit(FitInput(rows: TestDesign(dense: [x]), labels: x.map { $0 < 9.5 ? 0 : 1 }))
    #expect(fit.status == .separated)
    #expect(fit.certificate.separation?.kind == .complete)
    #expect(fit.certificate.separation?.rows == 20)
    #expect(fit.standardErrors == [nil, nil])
    #expect(fit.coefficients.slopes[0].isFinite && fit.covariance == nil)
  }

  @Test func `a slight overlap is no separation, however early the search is stopped`() throws {
    let x = (0..<20).map(Double.init)
    let labels = x.map { UInt8($0 == 9 || $0 > 10 ? 1 : 0) }
    for limit in [1, 2, 5, 50] {
      let fit = try fit(FitInput(rows: TestDesign(dense: [x]), labels: labels)) { $0.maximumIterations = limit }
      #expect(fit.certificate.separation == nil)
      #expect(fit.status == (limit == 50 ? .converged : .iterationLimit))
    }
  }

  @Test func `separated labels never count as converged, however long the search`() throws {
    let x = [-1, -0.5, -1e-4, 1e-4, 0.5, 1]
    for limit in [1, 10, 20, 50, 500] {
      let fit = try fit(FitInput(rows: TestDesign(dense: [x]), labels: [0, 0, 0, 1, 1, 1])) {
        $0.maximumIterations = limit
      }
      #expect(fit.status == .separated)
      #expect(fit.certificate.separation?.kind == .complete)
    }
  }

  @Test func `a separated reference level names the other levels`() throws {
    let codes: [Int32] = [-1, -1, -1] + (0..<40).map { Int32($0 % 2) }
    let labels: [UInt8] = [1, 1, 1] + (0..<40).map { UInt8($0 / 2 % 2) }
    let fit = try fit(FitInput(rows: TestDesign(dense: [], factors: [(2, codes)]), labels: labels))
    #expect(fit.status == .separated)
    #expect(fit.certificate.separation?.columns.map(\.column) == [0, 1])
    #expect(fit.certificate.separation?.rows == 3)
    #expect(fit.certificate.separation?.includesIntercept == true)
  }

  @Test func `separated labels are no trouble to a ridge`() throws {
    let x = (0..<20).map(Double.init)
    let fit = try fit(FitInput(rows: TestDesign(dense: [x]), labels: x.map { $0 < 9.5 ? 0 : 1 })) { $0.ridge = 1 }
    #expect(fit.status == .converged)
    #expect(fit.certificate.separation == nil)
    #expect(fit.inference().allSatisfy { $0.p == nil && $0.standardError != nil })
  }

  @Test(arguments: 0..<60)
  func `random labels are called separated exactly when they are`(seed: Int) throws {
    var random = SeededGenerator(seed)
    let n = 12
    let x = (0..<n).map { _ in random.normal() }
    let labels = (0..<n).map { UInt8(x[$0] + random.normal() * 0.7 > 0 ? 1 : 0) }
    guard Set(labels).count == 2 else { return }
    let zeros = zip(x, labels).filter { $1 == 0 }.map(\.0)
    let ones = zip(x, labels).filter { $1 == 1 }.map(\.0)
    let isSeparated = zeros.max()! < ones.min()! || ones.max()! < zeros.min()!
    let fit = try fit(FitInput(rows: TestDesign(dense: [x]), labels: labels))
    #expect((fit.status == .separated) == isSeparated)
    #expect((fit.certificate.separation != nil) == isSeparated)
    if !isSeparated { #expect(fit.status == .converged) }
  }
}
