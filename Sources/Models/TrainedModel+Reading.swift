import CanonicalJSON
import Features
import Tables

extension TrainedModel {
  /// Reads the content of a model file of format 1, and believes nothing.
  init(content: JSONCursor) throws(JSONError) {
    try content.allow(
      only: "target", "id_column", "snapshot_column", "link", "features", "intercept", "terms", "covariance",
      "penalty", "fit", "column_notes", "extensions")
    let link = try content.member("link")
    guard try link.string() == "logit" else {
      throw .unknownWord(path: "link", word: try link.string(), known: ["logit"])
    }
    self.init(
      target: try Target(content.member("target")), blueprint: try Blueprint(content.member("features")),
      intercept: try InterceptEstimate(content.member("intercept")), terms: [],
      fit: try FitSummary(content.member("fit")))
    terms = try Self.terms(content.member("terms"), of: blueprint)
    idColumn = try content.member("id_column").unlessNull?.string()
    snapshotColumn = try content.member("snapshot_column").unlessNull?.string()
    let matrix = try content.member("covariance")
    if !matrix.isNull { covariance = try TermCovariance(matrix, of: terms) }
    penalty = try Penalty(content.member("penalty"))
    columnNotes = try Self.notes(content.member("column_notes"))
    extensions = try content.member("extensions").object()
    try checkFit(content.member("fit"))
  }

  private static func terms(_ cursor: JSONCursor, of blueprint: Blueprint) throws(JSONError) -> [TermEstimate] {
    let expected = blueprint.terms
    let entries = try cursor.elements(count: expected.count)
    var seen: Set<ExactText> = []
    var terms: [TermEstimate] = []
    for (entry, expected) in zip(entries, expected) {
      let term = try TermEstimate(entry)
      guard ExactText(term.term) == ExactText(expected.name) else {
        throw try entry.member("term").invalid("is not the term that the features give here")
      }
      guard term.term != interceptName else { throw try entry.member("term").invalid("is the intercept's own name") }
      guard seen.insert(ExactText(term.term)).inserted else {
        throw try entry.member("term").invalid("stands for a second time")
      }
      terms.append(term)
    }
    return terms
  }

  private static func notes(_ cursor: JSONCursor) throws(JSONError) -> [ColumnNote] {
    var notes: [ColumnNote] = []
    for entry in try cursor.elements() {
      try entry.allow(only: "column", "note")
      notes.append(ColumnNote(column: try entry.member("column").string(), note: try entry.member("note").string()))
    }
    return notes
  }

  /// What must hold between the fit and the terms.
  private func checkFit(_ cursor: JSONCursor) throws(JSONError) {
    let separation = try cursor.member("certificate").member("separation")
    let names = Set(terms.map { ExactText($0.term) })
    for (culprit, entry) in zip(fit.certificate.separation.culprits, try separation.member("terms").elements())
    where !names.contains(ExactText(culprit.term)) {
      throw try entry.member("term").invalid("is not a term of the model")
    }
    guard fit.certificate.rank <= keptTerms.count + 1 else {
      throw try cursor.member("certificate").member("rank").invalid("is larger than the number of kept terms")
    }
  }
}

extension TrainedModel.Target {
  fileprivate init(_ cursor: JSONCursor) throws(JSONError) {
    try cursor.allow(only: "column", "positive", "negative")
    self.init(
      column: try cursor.member("column").string(), positive: ExactText(try cursor.member("positive").string()),
      negative: ExactText(try cursor.member("negative").string()))
    guard positive != negative else { throw cursor.invalid("has one level only") }
  }
}

extension TrainedModel.InterceptEstimate {
  fileprivate init(_ cursor: JSONCursor) throws(JSONError) {
    try cursor.allow(only: "estimate", "standard_error")
    self.init(
      estimate: try cursor.member("estimate").number(),
      standardError: try cursor.member("standard_error").nonNegativeUnlessNull())
  }
}

extension TrainedModel.TermEstimate {
  fileprivate init(_ cursor: JSONCursor) throws(JSONError) {
    try cursor.allow(only: "term", "estimate", "standard_error", "dropped")
    self.init(
      term: try cursor.member("term").string(), estimate: try cursor.member("estimate").number(),
      standardError: try cursor.member("standard_error").nonNegativeUnlessNull())
    guard let reason = try cursor.member("dropped").unlessNull else { return }
    droppedReason = try reason.string()
    guard estimate.bitPattern == 0, standardError == nil else {
      throw cursor.invalid("is dropped but has an estimate or a standard error")
    }
  }
}

extension TrainedModel.Penalty {
  fileprivate init(_ cursor: JSONCursor) throws(JSONError) {
    let kind = try cursor.member("kind")
    switch try kind.string() {
    case "none":
      try cursor.allow(only: "kind")
      self = .none
    case "ridge":
      try cursor.allow(only: "kind", "lambda", "scale")
      let lambda = try cursor.member("lambda")
      guard try lambda.number() >= 0 else { throw lambda.invalid("is negative") }
      self = .ridge(lambda: try lambda.number(), scale: try cursor.member("scale").word(of: Scale.self))
    case let other: throw .unknownWord(path: kind.path, word: other, known: ["none", "ridge"])
    }
  }
}

extension JSONCursor {
  func nonNegativeUnlessNull() throws(JSONError) -> Double? {
    guard let number = try unlessNull?.number() else { return nil }
    guard number >= 0 else { throw invalid("is negative") }
    return number
  }

  /// A number from 0 to 1.
  func share() throws(JSONError) -> Double {
    let number = try number()
    guard 0...1 ~= number else { throw invalid("is not within 0…1") }
    return number
  }
}
