import CanonicalJSON

extension FitSummary {
  init(_ cursor: JSONCursor) throws(JSONError) {
    try cursor.allow(
      only: "rows", "accounts", "churners", "log_likelihood", "null_log_likelihood", "iterations", "status",
      "certificate")
    let rows = try cursor.member("rows").integer(in: 0...Int.max)
    self.init(
      rows: rows, churners: try cursor.member("churners").integer(in: 0...rows),
      iterations: try cursor.member("iterations").integer(in: 0...Int.max),
      status: try cursor.member("status").word(of: Status.self),
      certificate: try Certificate(cursor.member("certificate")))
    accounts = try cursor.member("accounts").unlessNull?.integer(in: 0...rows)
    logLikelihood = try cursor.member("log_likelihood").number()
    nullLogLikelihood = try cursor.member("null_log_likelihood").number()
  }
}

extension FitSummary.Certificate {
  fileprivate init(_ cursor: JSONCursor) throws(JSONError) {
    try cursor.allow(only: "rank", "condition_number", "gradient", "separation")
    let gradient = try cursor.member("gradient")
    self.init(
      rank: try cursor.member("rank").integer(in: 0...Int.max),
      conditionNumber: try cursor.member("condition_number").nonNegativeUnlessNull(),
      gradient: try gradient.number(), separation: try FitSummary.Separation(cursor.member("separation")))
    guard self.gradient >= 0 else { throw gradient.invalid("is negative") }
  }
}

extension FitSummary.Separation {
  fileprivate init(_ cursor: JSONCursor) throws(JSONError) {
    try cursor.allow(only: "kind", "rows", "includes_intercept", "terms")
    self.init(
      kind: try cursor.member("kind").word(of: Kind.self), rows: try cursor.member("rows").integer(in: 0...Int.max),
      includesIntercept: try cursor.member("includes_intercept").bool())
    let terms = try cursor.member("terms")
    for entry in try terms.elements() {
      try entry.allow(only: "term", "rows")
      culprits.append(
        FitSummary.Culprit(
          term: try entry.member("term").string(), rows: try entry.member("rows").integer(in: 0...Int.max)))
    }
    guard kind != .none || culprits.isEmpty else { throw terms.invalid("names terms though there is no separation") }
  }
}
