public import Evaluation
import CanonicalJSON

/// Profit by depth as a picture: drawn with characters for a terminal, or as SVG for a page.
public struct ProfitChart: Sendable {
  /// What was judged, on which data.
  public var title: String
  /// The curve.
  public var curve: ProfitByDepth

  /// Creates a chart.
  public init(title: String, curve: ProfitByDepth) {
    self.title = title
    self.curve = curve
  }

  /// The lowest and the highest amount on the chart; 0 is always between them.
  var range: (low: Double, high: Double) {
    let amounts: [Double] = curve.points.flatMap { [$0.realised, $0.expected ?? 0] } + [0]
    let (low, high) = (amounts.min() ?? 0, amounts.max() ?? 0)
    return low == high ? (low, low + 1) : (low, high)
  }

  /// The curve at a depth, straight between its points.
  func value(at depth: Double, _ series: (ProfitByDepth.Point) -> Double?) -> Double? {
    let points = curve.points
    guard let next = points.firstIndex(where: { $0.depth >= depth }) else { return points.last.flatMap(series) }
    guard next > 0, let right = series(points[next]), let left = series(points[next - 1]) else {
      return series(points[next])
    }
    let (a, b) = (points[next - 1].depth, points[next].depth)
    return b > a ? left + (right - left) * (depth - a) / (b - a) : right
  }

  var legend: String {
    let rule = curve.evRuleDepth.map { "; the EV rule stops at \(NumberStyle.percent($0))" } ?? ""
    return curve.evRuleDepth == nil
      ? "realised profit by share of accounts treated, highest score first"
      : "profit by share of accounts treated, most valuable first\(rule)"
  }

  var json: JSONValue {
    [
      "ev_rule_depth": .figure(curve.evRuleDepth),
      "points": .array(
        curve.points.map {
          ["depth": .number($0.depth), "realised": .number($0.realised), "expected": .figure($0.expected)]
        }),
    ]
  }
}
