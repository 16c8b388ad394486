import Diagnostics
import Fitting

extension FittedModel {
  /// What the certificate says that must not pass in silence.
  ///
  /// - Parameter churners: the rarer outcome's rows are counted against the terms.
  var certificateNotices: [Notice] {
    statusNotices + droppedNotices + separationNotices + supportNotices
  }

  private var droppedNotices: [Notice] {
    fit.certificate.dropped.map { dropped in
      let name = term(ofColumn: dropped.column)
      switch dropped.reason {
      case .constant: return Notice(.warning, code: "fit.constant", "\(name) is constant; dropped")
      case .collinear(let others):
        let rest = others.isEmpty ? "the intercept" : others.map(term(ofColumn:)).joined(separator: ", ")
        return Notice(
          .warning, code: "fit.collinear", "\(name) is a combination of \(rest); dropped (last in file order)")
      }
    }
  }

  private var separationNotices: [Notice] {
    guard let separation = fit.certificate.separation else { return [] }
    let churned = churnedSide
    let culprits = separation.columns.map { culprit -> String in
      let name = term(ofColumn: culprit.column)
      let side = fit.coefficients.slopes[culprit.column] > 0 ? churned.up : churned.down
      return "\(name) (\(culprit.rows) \(culprit.rows == 1 ? "row" : "rows"), \(side))"
    }
    let what =
      separation.kind == .complete
      ? "complete separation: the terms tell churners from stayers without a mistake"
      : "quasi-complete separation"
    return [
      Notice(
        .warning, code: "fit.separation",
        "\(what): \(culprits.joined(separator: ", ")); the maximum-likelihood estimate is infinite, "
          + "so no standard error or p-value is given for it",
        remedies: [
          "--ridge 1                    gives finite, shrunken estimates",
          "--exclude COLUMN             if the column knows the outcome already",
        ])
    ]
  }

  private var churnedSide: (up: String, down: String) { ("all churned", "all stayed") }

  private var statusNotices: [Notice] {
    guard fit.status == .iterationLimit || fit.status == .lineSearchStalled else { return [] }
    return [
      Notice(
        .warning, code: "fit.not-converged",
        "the fit did not converge (\(fit.status.word.split(separator: "_").joined(separator: " ")) after "
          + "\(fit.iterations) iterations; gradient \(fit.certificate.gradient) per row)",
        remedies: ["--max-iterations 200", "--ridge 1"])
    ]
  }

  /// Condition number of the standardised design from which single coefficients are no longer worth reading; telco
  /// with all its columns has 109, minutes beside charges that are their rounded multiples 6,500.
  private static let nearCollinearity = 1000.0

  private var supportNotices: [Notice] {
    var notices: [Notice] = []
    let rarer = min(fit.events, fit.totalWeight - fit.events)
    let terms = fit.kept.count
    if terms > 0, rarer / Double(terms) < 10 {
      let count = rarer == 1 ? "1 event" : "\(Int(rarer)) events"
      notices.append(
        Notice(
          .warning, code: "fit.events-per-variable",
          "\(count) of the rarer outcome for \(terms) \(terms == 1 ? "term" : "terms"): fewer than 10 each; estimates are unreliable",
          remedies: ["fewer columns (--features), more rows, or --ridge 1"]))
    }
    if fit.certificate.conditionNumber > Self.nearCollinearity {
      notices.append(
        Notice(
          .warning, code: "fit.condition",
          "nearly collinear columns: condition number \(shortForm(fit.certificate.conditionNumber)); "
            + "their single coefficients mean little, the predictions are fine"))
    }
    for column in fit.certificate.imprecise {
      notices.append(
        Notice(
          .warning, code: "fit.precision",
          "\(term(ofColumn: column)) varies little around a huge mean; digits were lost before it was read",
          remedies: ["subtract a constant from the column in the file"]))
    }
    return notices
  }
}

private func shortForm(_ value: Double) -> String {
  guard value.isFinite, value < 1e15 else { return "beyond measure" }
  return String(Int(value.rounded()))
}
