import CanonicalJSON
import Files

/// The file of a model: one form for each model, and nothing that is not exactly that form is read.
public enum ModelFile {
  /// The format that is written.
  public static let currentFormat = 1
  /// Bytes that a file may have.
  public static let largestSize = 64 << 20

  /// The bytes of a model's file, the same for the same model on any machine.
  ///
  /// They are read back before they are handed out, so that what is saved can be loaded.
  /// - Throws: `.notSaved` for a model that breaks a rule, `.tooLarge`.
  public static func rendered(_ model: TrainedModel) throws(ModelError) -> [UInt8] {
    let bytes = try unchecked(model)
    try check(bytes, of: model)
    return bytes
  }

  /// The bytes before they are read back.
  static func unchecked(_ model: TrainedModel) throws(ModelError) -> [UInt8] {
    let rendered = Result { () throws(JSONError) in
      let bytes = try SealedDocument(.model, content: model.content).rendered()
      guard bytes.count <= largestSize else { throw .tooLong(bytes: bytes.count, limit: largestSize) }
      return bytes
    }
    return try naming(rendered)
  }

  /// Reads bytes back.
  static func check(_ bytes: [UInt8], of model: TrainedModel) throws(ModelError) {
    let check = Result { () throws(JSONError) in
      let back = try TrainedModel(content: JSONCursor(JSONValue(parsing: bytes)).member("content"))
      guard back.isSame(as: model) else { throw .invalid(path: "", message: "does not read back as written") }
    }
    try naming(check)
  }

  private static func naming<Value>(_ result: Result<Value, JSONError>) throws(ModelError) -> Value {
    switch result {
    case .success(let value): return value
    case .failure(.tooLong(let bytes, let limit)): throw .tooLarge(bytes: bytes, limit: limit)
    case .failure(let error): throw .notSaved(error)
    }
  }

  /// Reads the bytes of a model's file.
  /// - Parameter path: for messages.
  /// - Throws: `.notAModel`, `.truncated`, `.altered`, `.newerFormat`, `.malformed`.
  public static func parsed(_ bytes: [UInt8], path: String) throws(ModelError) -> TrainedModel {
    let document = try opened(bytes, as: .model, path: path)
    do throws(JSONError) {
      return try TrainedModel(content: JSONCursor(document.content))
    } catch {
      throw .malformed(path: path, error)
    }
  }

  /// Opens a sealed file and puts its faults into words of models.
  static func opened(
    _ bytes: [UInt8], as kind: SealedDocument.Kind, path: String
  ) throws(ModelError) -> SealedDocument {
    do throws(SealFault) {
      return try SealedDocument(opening: bytes, as: kind)
    } catch {
      switch error {
      case .foreign(let name): throw .notAModel(path: path, looksLike: name)
      case .truncated: throw .truncated(path: path)
      case .altered: throw .altered(path: path)
      case .newer(let format): throw .newerFormat(path: path, found: format)
      case .malformed(let error): throw .malformed(path: path, error)
      }
    }
  }
}

extension TrainedModel {
  /// Whether two models have the same content, to the bit.
  fileprivate func isSame(as other: TrainedModel) -> Bool {
    // compared apart: of many terms nearly all of the content is the covariance
    var (one, two) = (self, other)
    (one.covariance, two.covariance) = (nil, nil)
    guard one.content == two.content else { return false }
    guard let a = covariance, let b = other.covariance else { return covariance == nil && other.covariance == nil }
    return a.kind == b.kind && a.places == b.places
      && a.lowerTriangle.elementsEqual(b.lowerTriangle) { $0.bitPattern == $1.bitPattern }
  }
}
