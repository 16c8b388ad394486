import CanonicalJSON
import Files

/// A file whose every byte is vouched for by a checksum within it, and which has only one form.
///
///     {
///       "checksum": "sha256:…",
///       "content": …,
///       "format": 1,
///       "kind": "churn-model"
///     }
///
/// The file is canonical JSON. The checksum is the SHA-256 sum of the whole file with its own 64 digits written as
/// zeros, so that it is checked before a byte is parsed; anyone can check it with `sed` and `sha256sum`.
struct SealedDocument {
  /// The documents there are.
  enum Kind: String {
    case model = "churn-model"
    case trainingRecord = "churn-training-record"

    /// The formats that are read; the last is written.
    var formats: ClosedRange<Int> {
      switch self {
      case .model: 1...ModelFile.currentFormat
      case .trainingRecord: 1...1
      }
    }
  }

  let kind: Kind
  let format: Int
  let content: JSONValue

  private static let head = Array("{\n  \"checksum\": \"sha256:".utf8)
  private static let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: 64)
  private static let afterDigits = Array("\",\n  \"content\": ".utf8)
  private static let end = Array("\n}\n".utf8)

  /// A document of the newest format.
  init(_ kind: Kind, content: JSONValue) { self.init(kind, format: kind.formats.upperBound, content: content) }

  init(_ kind: Kind, format: Int, content: JSONValue) {
    self.kind = kind
    self.format = format
    self.content = content
  }

  /// The bytes of the file.
  /// - Throws: `JSONError` where the content cannot be written.
  func rendered() throws(JSONError) -> [UInt8] {
    var bytes = try
      ([
        "checksum": .string("sha256:" + String(decoding: Self.zeros, as: UTF8.self)), "content": content,
        "format": .count(format), "kind": .string(kind.rawValue),
      ] as JSONValue).rendered()
    let digits = FileDigest.sha256(of: bytes)
    bytes.replaceSubrange(Self.head.count..<(Self.head.count + 64), with: digits.utf8)
    return bytes
  }

  /// Opens a file of one kind; cheap checks first.
  /// - Throws: `SealFault`.
  init(opening bytes: [UInt8], as kind: Kind) throws(SealFault) {
    let formats = kind.formats
    guard bytes.first == Self.head[0] else { throw .foreign(ForeignFile.name(of: bytes)) }
    let digits = Self.head.count..<(Self.head.count + 64)
    guard bytes.starts(with: Self.head), bytes.count > digits.upperBound + Self.afterDigits.count,
      bytes[digits.upperBound...].starts(with: Self.afterDigits)
    else { throw Self.fault(ofUnsealed: bytes, formats) }
    guard bytes.suffix(Self.end.count).elementsEqual(Self.end) else { throw .truncated }
    var unsigned = bytes
    unsigned.replaceSubrange(digits, with: Self.zeros)
    guard FileDigest.sha256(of: unsigned).utf8.elementsEqual(bytes[digits]) else { throw .altered }
    do throws(JSONError) {
      let root = JSONCursor(try JSONValue(parsing: bytes))
      self.kind = try Self.kind(root, as: kind)
      format = try root.member("format").integer(in: formats.lowerBound...Int.max)
      content = try root.member("content").value
      if format <= formats.upperBound { try Self.checkForm(root, bytes) }
    } catch {
      throw .malformed(error)
    }
    if format > formats.upperBound { throw .newer(format) }
  }

  /// One form only: a blank more, or a number written otherwise, is refused even with a fitting checksum.
  private static func checkForm(_ root: JSONCursor, _ bytes: [UInt8]) throws(JSONError) {
    try root.allow(only: "checksum", "content", "format", "kind")
    guard try root.value.rendered() == bytes else { throw root.invalid("is not in canonical form") }
  }

  private static func kind(_ root: JSONCursor, as kind: Kind) throws(JSONError) -> Kind {
    let found = try root.member("kind")
    guard try found.string() == kind.rawValue else {
      throw .unknownWord(path: "kind", word: try found.string(), known: [kind.rawValue])
    }
    return kind
  }

  /// What to say of a file that starts like JSON but does not carry a seal.
  private static func fault(ofUnsealed bytes: [UInt8], _ formats: ClosedRange<Int>) -> SealFault {
    guard let object = try? JSONCursor(JSONValue(parsing: bytes)).object() else {
      return head.starts(with: bytes.prefix(head.count)) || bytes.starts(with: head)
        ? .truncated : .foreign("damaged JSON")
    }
    if case .integer(let format)? = object["format"], format > formats.upperBound { return .newer(Int(format)) }
    if object["checksum"] != nil, object["content"] != nil { return .altered }
    return .foreign("JSON of another kind")
  }
}

/// Why a sealed file is not opened.
enum SealFault: Error, Equatable {
  /// Not such a file at all; what it looks like.
  case foreign(String)
  /// The end is missing.
  case truncated
  /// The checksum does not fit.
  case altered
  /// Written by a newer version.
  case newer(Int)
  /// The checksum fits but the content is wrong.
  case malformed(JSONError)
}
