public import CanonicalJSON
import Evaluation

extension ComparisonReport {
  /// For machines.
  public var json: JSONValue {
    let profit = comparison.profit
    let areas = comparison.areas
    return [
      "a": .object(members(names.a, comparison.a)), "b": .object(members(names.b, comparison.b)),
      "data": .string(data),
      "difference": [
        "profit": [
          "per_account": .figure(profit?.mean), "lower": .figure(profit?.lower), "upper": .figure(profit?.upper),
          "standard_error": .figure(profit?.standardError), "total": .figure(profit?.total),
          "smallest_detectable": .figure(profit?.smallestDetectable()),
          "accounts_needed": profit?.accountsNeeded().map { .count($0) } ?? .null,
        ],
        "auc": [
          "difference": .figure(areas?.difference), "lower": .figure(areas?.lower), "upper": .figure(areas?.upper),
          "standard_error": .figure(areas?.standardError), "z": .figure(areas?.z), "p": .figure(areas?.pValue),
        ],
        "only_a": comparison.swaps.map { .count($0.onlyA) } ?? .null,
        "only_b": comparison.swaps.map { .count($0.onlyB) } ?? .null,
      ],
      "verdict": .string(comparison.verdict.rawValue), "sentence": .string(verdict),
      "campaign": economics.json, "resampled": resampledJSON, "swap_set": swaps?.json ?? .null,
      "score_change": change?.json ?? .null, "coefficients": coefficients?.json ?? .null, "psi": shiftJSON,
      "gates": .array(gates.map(\.json)), "gate_holds": gates.isEmpty ? .null : .bool(gates.allSatisfy(\.holds)),
    ]
  }

  private func members(_ name: String, _ performance: Performance) -> JSONObject {
    JSONObject(
      [("name", .string(name))]
        + PerformanceSection(performance, economics: economics).members
        .filter { $0.0 != "campaign" })
  }

  private var resampledJSON: JSONValue {
    guard let resampled else { return .null }
    return [
      "per_account": .number(resampled.value), "lower": .number(resampled.lower), "upper": .number(resampled.upper),
      "standard_error": .number(resampled.standardError), "resamples": .count(resampled.resamples),
    ]
  }

  private var shiftJSON: JSONValue {
    guard let shift else { return .null }
    return [
      "value": .number(shift.value),
      "bins": .array(
        shift.bins.map { ["upper": .figure($0.upper), "a": .count($0.base), "b": .count($0.new)] }),
    ]
  }
}
