public import CanonicalJSON
import Evaluation

extension PerformanceSection {
  /// The members `profit`, `ranking`, `calibration`, … of the machine-readable report.
  public var members: [(String, JSONValue)] {
    [
      ("rows", .count(performance.rows)), ("accounts", .count(performance.accounts)),
      ("churners", .count(performance.churners)), ("clustered", .bool(performance.isClustered)),
      ("profit", profitJSON), ("ranking", rankingJSON), ("calibration", calibrationJSON),
      ("accuracy", accuracyJSON), ("campaign", economics.json),
    ]
  }

  private var profitJSON: JSONValue {
    let profit = performance.assessment.profit
    return [
      "ev_rule": .figure(profit.evRule?.profitPerAccount),
      "nobody": .number(0),
      "everybody": .number(profit.everybody.profitPerAccount),
      "mpc": [
        "per_account": .number(profit.maximum.perAccount), "fraction": .number(profit.maximum.fraction),
        "threshold": .figure(profit.maximum.threshold),
      ],
      "empc": [
        "per_account": .figure(profit.expectedMaximum?.perAccount),
        "fraction": .figure(profit.expectedMaximum?.fraction),
      ],
      "pilot_value": .figure(profit.expectedMaximum?.pilotValue),
      "ev_rule_lower": .figure(profit.evRuleGain?.lower),
      "ev_rule_upper": .figure(profit.evRuleGain?.upper),
      "ev_rule_total": .figure(profit.evRule?.profit),
      "ev_rule_treated": profit.evRule.map { .count($0.treated) } ?? .null,
      "everybody_total": .number(profit.everybody.profit),
    ]
  }

  private var rankingJSON: JSONValue {
    let ranking = performance.assessment
    return [
      "auc": .figure(ranking.area?.value), "auc_lower": .figure(ranking.area?.lower),
      "auc_upper": .figure(ranking.area?.upper), "average_precision": .figure(ranking.averagePrecision),
      "lift_top_decile": .figure(ranking.liftTopDecile),
      "auc_standard_error": .figure(ranking.area?.standardError),
    ]
  }

  private var calibrationJSON: JSONValue {
    let calibration = performance.assessment.calibration
    let line = calibration?.recalibration
    return [
      "intercept": .figure(line?.intercept?.value), "slope": .figure(line?.slope?.value),
      "brier": .figure(calibration?.brier), "log_loss": .figure(calibration?.logLoss.mean),
      "intercept_standard_error": .figure(line?.intercept?.standardError),
      "slope_standard_error": .figure(line?.slope?.standardError),
      "in_the_large": .figure(line?.inTheLarge?.value),
      "in_the_large_standard_error": .figure(line?.inTheLarge?.standardError),
      "spiegelhalter_z": .figure(calibration?.spiegelhalterZ),
      "expected_calibration_error": .figure(calibration?.bins.expectedCalibrationError),
      "hosmer_lemeshow": .figure(calibration?.bins.hosmerLemeshow),
      "deciles": .array(
        (calibration?.bins.rows ?? []).map {
          [
            "accounts": .count($0.count), "predicted": .number($0.meanProbability), "observed": .number($0.rate),
          ]
        }),
    ]
  }

  private var accuracyJSON: JSONValue {
    [
      "at_half": .figure(performance.assessment.accuracy?.value),
      "nobody_churns": .figure(performance.assessment.accuracy?.ofNobodyChurns),
    ]
  }
}
