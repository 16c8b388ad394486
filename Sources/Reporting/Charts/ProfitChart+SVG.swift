import Diagnostics
import Evaluation

extension ProfitChart {
  private static let size = (width: 760.0, height: 430.0)
  private static let plot = (left: 90.0, top: 60.0, right: 730.0, bottom: 370.0)

  /// The chart as one SVG file that loads nothing from elsewhere.
  public var svg: String {
    let (width, height) = (Self.number(Self.size.width), Self.number(Self.size.height))
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">",
      "<title>\(Self.escaped(title))</title>",
      "<desc>\(Self.escaped(legend))</desc>",
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>",
      Self.text(Self.plot.left, 24, title, size: 15), Self.text(Self.plot.left, 44, legend),
    ]
    lines += axes
    if curve.evRuleDepth != nil { lines.append(path(\.expected, colour: "#888888", dashes: "5 4")) }
    lines.append(path({ $0.realised }, colour: "#1f5fa8", dashes: nil))
    lines += key
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func x(_ depth: Double) -> Double { Self.plot.left + depth * (Self.plot.right - Self.plot.left) }

  private func y(_ amount: Double) -> Double {
    let (low, high) = range
    return Self.plot.bottom - (amount - low) / (high - low) * (Self.plot.bottom - Self.plot.top)
  }

  private var axes: [String] {
    let (low, high) = range
    var lines: [String] = []
    for amount in [low, 0, high] where amount == 0 || abs(y(amount) - y(0)) > 14 {
      lines.append(Self.line((Self.plot.left, y(amount)), (Self.plot.right, y(amount)), amount == 0 ? "#333333" : "#dddddd"))
      lines.append(Self.text(Self.plot.left - 8, y(amount) + 4, NumberStyle.money(amount), anchor: "end"))
    }
    for depth in [0, 0.25, 0.5, 0.75, 1] {
      lines.append(Self.text(x(depth), Self.plot.bottom + 20, NumberStyle.percent(depth, 0), anchor: "middle"))
    }
    if let depth = curve.evRuleDepth {
      lines.append(Self.line((x(depth), Self.plot.top), (x(depth), Self.plot.bottom), "#c0504d"))
    }
    return lines
  }

  private var key: [String] {
    let row = Self.plot.bottom + 44
    var lines = [
      Self.line((Self.plot.left, row - 4), (Self.plot.left + 24, row - 4), "#1f5fa8"),
      Self.text(Self.plot.left + 30, row, "realised"),
    ]
    if curve.evRuleDepth != nil {
      lines += [
        Self.line((Self.plot.left + 110, row - 4), (Self.plot.left + 134, row - 4), "#888888"),
        Self.text(Self.plot.left + 140, row, "expected"),
        Self.line((Self.plot.left + 220, row - 4), (Self.plot.left + 244, row - 4), "#c0504d"),
        Self.text(Self.plot.left + 250, row, "EV rule"),
      ]
    }
    return lines
  }

  private func path(_ series: (ProfitByDepth.Point) -> Double?, colour: String, dashes: String?) -> String {
    let points = curve.points.compactMap { point in
      series(point).map { "\(Self.number(x(point.depth))),\(Self.number(y($0)))" }
    }
    let dash = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    return "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\"\(dash) points=\""
      + points.joined(separator: " ") + "\"/>"
  }

  private static func line(_ from: (Double, Double), _ to: (Double, Double), _ colour: String) -> String {
    "<line x1=\"\(number(from.0))\" y1=\"\(number(from.1))\" x2=\"\(number(to.0))\" y2=\"\(number(to.1))\" "
      + "stroke=\"\(colour)\"/>"
  }

  private static func text(
    _ x: Double, _ y: Double, _ text: String, anchor: String = "start", size: Int = 12
  ) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" font-size=\"\(size)\">\(escaped(text))</text>"
  }

  private static func number(_ value: Double) -> String { NumberStyle.fixed(value, 1) }

  /// Text that can be neither markup nor a character that XML forbids.
  private static func escaped(_ text: String) -> String {
    var shown = ""
    for character in text.escapedForDisplay {
      switch character {
      case "&": shown += "&amp;"
      case "<": shown += "&lt;"
      case ">": shown += "&gt;"
      case "\"": shown += "&quot;"
      case "'": shown += "&apos;"
      default: shown.append(character)
      }
    }
    return shown
  }
}
