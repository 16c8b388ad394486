/// A way to write a document.
public protocol DocumentFormat: Sendable {
  /// The document as text that ends with a newline.
  func text(of document: Document) -> String
}
