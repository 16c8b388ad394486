import Foundation
import Testing

@testable import Fitting

@Suite struct CertifiedFitTests {
  static let plain = CertifiedFit.all.filter { $0.method == "ML" || $0.ridge != nil }

  /// The errors of mlc_churn to 50 digits: those of `expected.json` are right to 7.7 digits (see Tests/Oracles).
  static func churnErrors() throws -> [Double] {
    struct File: Decodable { var se: [String] }
    let data = try Data(contentsOf: fixture("mlc_churn_errors.json"))
    return try JSONDecoder().decode(File.self, from: data).se.map { Double($0)! }
  }

  @Test(arguments: plain)
  func `certified fits are reached to the digits that are promised`(certified: CertifiedFit) throws {
    let fit = try fit(certified.input()) {
      $0.ridge = certified.ridge ?? 0
      $0.penaltyScale = .original
    }
    let coefficients = lre([fit.coefficients.intercept] + fit.coefficients.slopes, certified.coefficients)
    let errors = lre(
      fit.standardErrors.map { $0! }, certified.name == "mlc_churn" ? try Self.churnErrors() : certified.errors)
    let likelihood = lre(fit.logLikelihood, Double(certified.loglik)!)
    let probabilities = lre(
      try certified.predictors(fit).map { LogisticLoss.probabilities(at: $0).one },
      certified.pFirstRows.map { Double($0)! })
    #expect(fit.status == .converged)
    #expect(coefficients >= (certified.name == "mlc_churn" ? 11 : 12))
    #expect(errors >= 11)
    #expect(likelihood >= 14)
    #expect(probabilities >= 13)
    #expect(lre(fit.nullLogLikelihood, Double(certified.nullLoglik)!) >= 14)
    #expect(fit.certificate.gradient <= 1e-9)
    #expect(fit.certificate.dropped.isEmpty)
    #expect(fit.certificate.separation == nil)
  }
}
