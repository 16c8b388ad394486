import Diagnostics
import Evaluation
import Reporting

/// A condition such as `profit>=0` that turns a comparison into an exit code.
struct Gate: Sendable, Equatable {
  /// The figure.
  let metric: Metric
  /// How it is compared.
  let relation: Relation
  /// With what.
  let bound: Double

  /// Figures of a challenger (B) and the champion (A).
  enum Metric: String, CaseIterable, Sendable {
    /// B − A, realised, per account.
    case profit
    /// Lower end of its interval.
    case profitLower = "profit_lower"
    /// Upper end of its interval.
    case profitUpper = "profit_upper"
    /// B − A over all rows.
    case profitTotal = "profit_total"
    /// AUC, B − A.
    case auc
    /// Lower end of its interval.
    case aucLower = "auc_lower"
    /// Brier score, B − A; below 0 is better.
    case brier
    /// Mean log loss, B − A; below 0 is better.
    case logLoss = "log_loss"
    /// B's calibration slope; 1 is right.
    case slope
    /// B's calibration in the large; 0 is right.
    case inTheLarge = "in_the_large"
    /// Shift of the scores from A's to B's.
    case psi
    /// B's own profit per account.
    case ownProfit = "own_profit"
    /// B's own AUC.
    case ownAUC = "own_auc"
  }

  /// The relations.
  enum Relation: String, CaseIterable, Sendable {
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
  }

  /// Reads a condition.
  /// - Throws: a usage problem that lists the figures.
  init(_ text: String) throws(Problem) {
    let plain = text.filter { $0 != " " }
    for relation in Relation.allCases {
      guard let place = plain.firstRange(of: relation.rawValue) else { continue }
      guard let metric = Metric(rawValue: String(plain[..<place.lowerBound])),
        let bound = Double(plain[place.upperBound...]), bound.isFinite
      else { break }
      (self.metric, self.relation, self.bound) = (metric, relation, bound)
      return
    }
    throw Problem(
      .usage, code: "gate.condition", "--gate takes a condition such as profit>=0; not '\(text)'",
      remedies: ["figures: \(Metric.allCases.map(\.rawValue).joined(separator: ", "))", "relations: >= <= > <"])
  }

  /// Judges a comparison; a figure that is not defined violates the condition.
  func judged(_ report: ComparisonReport) -> GateResult {
    let value = value(in: report)
    let holds =
      value.map { value in
        switch relation {
        case .atLeast: value >= bound
        case .atMost: value <= bound
        case .above: value > bound
        case .below: value < bound
        }
      } ?? false
    return GateResult(
      condition: "\(metric.rawValue)\(relation.rawValue)\(NumberStyle.significant(bound, 6).trimmingZeros)", value: value,
      holds: holds)
  }

  private func value(in report: ComparisonReport) -> Double? {
    let comparison = report.comparison
    let (a, b) = (comparison.a.assessment, comparison.b.assessment)
    return switch metric {
    case .profit: comparison.profit?.mean
    case .profitLower: comparison.profit?.lower
    case .profitUpper: comparison.profit?.upper
    case .profitTotal: comparison.profit?.total
    case .auc: comparison.areas?.difference
    case .aucLower: comparison.areas?.lower
    case .brier: difference(a.calibration?.brier, b.calibration?.brier)
    case .logLoss: difference(a.calibration?.logLoss.mean, b.calibration?.logLoss.mean)
    case .slope: b.calibration?.recalibration.slope?.value
    case .inTheLarge: b.calibration?.recalibration.inTheLarge?.value
    case .psi: report.shift?.value
    case .ownProfit: b.profit.evRule?.profitPerAccount
    case .ownAUC: b.area?.value
    }
  }

  private func difference(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { $0 - a } } }
}
