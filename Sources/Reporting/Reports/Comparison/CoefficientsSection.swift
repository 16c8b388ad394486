import CanonicalJSON

/// The coefficients of two models side by side.
public struct CoefficientsSection: Sendable {
  /// The intercept, the terms of A, and those that only B has.
  public var rows: [Row]
  /// Whether both models say that they were trained on the same file.
  public var sharesTraining: Bool

  /// One term.
  public struct Row: Sendable, Equatable {
    /// Its name.
    public var term: String
    /// Estimate of A; `nil` where A has no such term.
    public var a: Double?
    /// Estimate of B.
    public var b: Double?
    /// Standard error of A.
    public var errorA: Double?
    /// Standard error of B.
    public var errorB: Double?
    /// Why the two cannot be compared; empty where they can.
    public var obstacle: String

    /// Creates a row.
    public init(term: String, a: Double?, b: Double?, errors: (a: Double?, b: Double?), obstacle: String = "") {
      self.term = term
      self.a = a
      self.b = b
      (errorA, errorB) = errors
      self.obstacle = obstacle
    }

    /// B − A; `nil` where one has no such term or they mean different things.
    public var difference: Double? {
      guard obstacle.isEmpty, let a, let b else { return nil }
      return b - a
    }

    /// The difference over √(SE_A² + SE_B²): as if the two fits were independent.
    public var z: Double? {
      guard let difference, let errorA, let errorB else { return nil }
      let error = (errorA * errorA + errorB * errorB).squareRoot()
      return error > 0 ? difference / error : nil
    }
  }

  /// Creates a section.
  public init(_ rows: [Row], sharesTraining: Bool) {
    self.rows = rows
    self.sharesTraining = sharesTraining
  }

  private static let notable = 1.96

  var fact: Document.Fact {
    let tested = rows.filter { $0.z != nil }
    let notable = tested.filter { ($0.z ?? 0).magnitude > Self.notable }
    let largest = notable.sorted { ($0.z ?? 0).magnitude > ($1.z ?? 0).magnitude }.prefix(3).map(\.term)
    let names = largest.isEmpty ? "" : ": \(largest.joined(separator: ", "))" + (notable.count > 3 ? ", …" : "")
    return Document.Fact(
      "coefficients", "\(notable.count) of \(tested.count) differ with |z| > 1.96 (approximate)\(names)")
  }

  func grid(_ names: (a: String, b: String)) -> Document.Grid {
    let lines = rows.map { row in
      [
        row.term, NumberStyle.significant(row.a), NumberStyle.significant(row.errorA, 3),
        NumberStyle.significant(row.b), NumberStyle.significant(row.errorB, 3),
        NumberStyle.significant(row.difference), NumberStyle.fixed(row.z, 2), row.obstacle,
      ]
    }
    return .init(
      titles: ["term", names.a, "± SE", names.b, "± SE", "difference", "z", ""], rows: lines, leftColumns: [0, 7])
  }

  var note: String {
    (sharesTraining
      ? "Both were trained on the same file, so their errors go together; z treats them as independent and is most "
        + "likely too small. "
      : "z treats the two fits as independent; where accounts were in both training sets it is most likely too small. ")
      + "A coefficient also moves when other terms enter or leave the model."
  }

  var json: JSONValue {
    [
      "shares_training_file": .bool(sharesTraining), "z_is_approximate": true,
      "terms": .array(
        rows.map { row in
          [
            "term": .string(row.term), "a": .figure(row.a), "a_standard_error": .figure(row.errorA),
            "b": .figure(row.b), "b_standard_error": .figure(row.errorB), "difference": .figure(row.difference),
            "z": .figure(row.z), "obstacle": row.obstacle.isEmpty ? .null : .string(row.obstacle),
          ]
        }),
    ]
  }
}
