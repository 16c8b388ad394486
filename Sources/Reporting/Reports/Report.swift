public import CanonicalJSON

/// An answer: the same content for people and for machines.
public protocol Report: Sendable {
  /// For people.
  var document: Document { get }
  /// For machines; undefined figures are `null`.
  var json: JSONValue { get }
}
