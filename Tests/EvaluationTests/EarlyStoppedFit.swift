import Foundation

@testable import Evaluation

/// Iteratively reweighted least squares with the starting values and the stopping rule of R's `glm`: what a stored
/// fit of R is, as opposed to what it converges to.
struct EarlyStoppedFit {
  var intercept = 0.0
  var slope = 1.0
  var interceptError = 0.0
  var slopeError = 0.0

  init(_ accounts: ScoredAccounts, slopeIsFree: Bool) {
    let x = accounts.scores.map { log($0 / (1 - $0)) }
    let y = accounts.labels.map(Double.init)
    var eta = y.map { log(($0 + 0.5) / 2 / (1 - ($0 + 0.5) / 2)) }
    var old = deviance(y, eta)
    for _ in 0..<100 {
      var (s, sx, sxx, sz, sxz) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for row in y.indices {
        let mu = 1 / (1 + exp(-eta[row]))
        let w = mu * (1 - mu)
        let z = eta[row] + (y[row] - mu) / w - (slopeIsFree ? 0 : x[row])
        s += w
        sx += w * x[row]
        sxx += w * x[row] * x[row]
        sz += w * z
        sxz += w * x[row] * z
      }
      if slopeIsFree {
        let d = s * sxx - sx * sx
        intercept = (sxx * sz - sx * sxz) / d
        slope = (s * sxz - sx * sz) / d
        (interceptError, slopeError) = ((sxx / d).squareRoot(), (s / d).squareRoot())
      } else {
        intercept = sz / s
        interceptError = 1 / s.squareRoot()
      }
      eta = x.map { intercept + slope * $0 }
      let new = deviance(y, eta)
      if abs(new - old) / (abs(new) + 0.1) < 1e-8 { break }
      old = new
    }
  }

  private func deviance(_ y: [Double], _ eta: [Double]) -> Double {
    zip(y, eta).reduce(0) { $0 + 2 * log1p(exp($1.0 == 1 ? -$1.1 : $1.1)) }
  }
}
