import CanonicalJSON
public import Diagnostics

/// A condition on a comparison and whether it holds.
public struct GateResult: Sendable, Equatable {
  /// As it was written.
  public var condition: String
  /// The figure; `nil` where it is not defined, which is a violation.
  public var value: Double?
  /// Whether it holds.
  public var holds: Bool

  /// Creates a result.
  public init(condition: String, value: Double?, holds: Bool) {
    self.condition = condition
    self.value = value
    self.holds = holds
  }

  /// One sentence for all that are violated, with the exit code of a gate; `nil` when all hold.
  public static func problem(_ gates: [(subject: String, gate: GateResult)]) -> Problem? {
    let violated = gates.filter { !$0.gate.holds }
    guard !violated.isEmpty else { return nil }
    let texts = violated.map { "\($0.gate.condition) (\($0.subject): \($0.gate.shownValue))" }
    return Problem(.gate, code: "gate", "the gate says no: \(texts.joined(separator: "; "))")
  }

  var shownValue: String { value.map { NumberStyle.significant($0, 5) } ?? "not defined" }

  var fact: Document.Fact { Document.Fact("gate \(condition)", "\(holds ? "holds" : "VIOLATED"): \(shownValue)") }

  var json: JSONValue {
    ["condition": .string(condition), "value": .figure(value), "holds": .bool(holds)]
  }
}
