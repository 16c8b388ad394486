public import Diagnostics

/// Why a text is not the JSON that was expected.
public enum JSONError: Diagnosable, Equatable {
  /// The text is not strict JSON.
  case syntax(JSONFault, path: String, line: Int, column: Int)
  /// The text is longer than the limit.
  case tooLong(bytes: Int, limit: Int)
  /// A value is of another kind than needed.
  case wrongKind(path: String, needed: String, found: String)
  /// A whole number lies outside its range.
  case outOfRange(path: String, value: Int64, lowest: Int64, highest: Int64)
  /// A list has another length than declared.
  case wrongCount(path: String, needed: Int, found: Int)
  /// A member is not there.
  case missingKey(path: String, key: String, present: [String])
  /// A member has no meaning.
  case unknownKey(path: String, key: String, known: [String])
  /// A text is none of those allowed.
  case unknownWord(path: String, word: String, known: [String])
  /// NaN or infinite.
  case notFinite(path: String)
  /// Lists and objects inside one another beyond the limit, on writing.
  case tooDeep(path: String, limit: Int)
  /// A rule of the caller's does not hold.
  case invalid(path: String, message: String)
}

/// What exactly is wrong with a text that is not strict JSON.
public enum JSONFault: Sendable, Equatable {
  /// Nothing but blanks.
  case empty
  /// The text ends inside a value.
  case unexpectedEnd
  /// A byte that may not stand there.
  case unexpectedByte(UInt8)
  /// More text after the value.
  case trailingText
  /// A byte-order mark.
  case byteOrderMark
  /// A comment.
  case comment
  /// A comma before a closing bracket.
  case trailingComma
  /// The same key twice.
  case duplicateKey(String)
  /// A number such as 01.
  case leadingZero
  /// A number that no Int64 or finite Double holds.
  case numberOverflow
  /// `NaN`, `Infinity` and their like.
  case notANumber
  /// A control character that is not escaped.
  case controlCharacter(UInt8)
  /// Bytes that are not UTF-8.
  case invalidUTF8
  /// Half of a surrogate pair.
  case loneSurrogate
  /// An escape that JSON does not know.
  case badEscape
  /// Lists and objects inside one another beyond the limit.
  case tooDeep(Int)
}

extension JSONError {
  /// Where in the value, such as `features[3].coef`; empty for the whole.
  public var path: String {
    switch self {
    case .syntax(_, let path, _, _), .wrongKind(let path, _, _), .outOfRange(let path, _, _, _),
      .wrongCount(let path, _, _), .missingKey(let path, _, _), .unknownKey(let path, _, _),
      .unknownWord(let path, _, _), .notFinite(let path), .tooDeep(let path, _), .invalid(let path, _):
      path
    case .tooLong: ""
    }
  }

  /// The line, counted from 1, where it is known.
  public var line: Int? {
    if case .syntax(_, _, let line, _) = self { line } else { nil }
  }

  /// The problem, placed in a file.
  public func problem(inFile file: String) -> Problem {
    var problem = problem
    problem.location = Problem.Location(file: file, line: line)
    return problem
  }

  /// The problem; it has no place, for the text's origin is not known here.
  public var problem: Problem { Problem(.badData, code: code, message, remedies: remedies) }

  private var code: String {
    switch self {
    case .syntax: "json.syntax"
    case .tooLong: "json.too-long"
    case .wrongKind: "json.wrong-kind"
    case .outOfRange: "json.out-of-range"
    case .wrongCount: "json.wrong-count"
    case .missingKey: "json.missing-key"
    case .unknownKey: "json.unknown-key"
    case .unknownWord: "json.unknown-word"
    case .notFinite: "json.not-finite"
    case .tooDeep: "json.too-deep"
    case .invalid: "json.invalid"
    }
  }

  private var place: String { path.isEmpty ? "the whole" : path.escapedForDisplay }

  private var message: String {
    switch self {
    case .syntax(let fault, let path, let line, let column):
      "\(fault.message) at line \(line), byte \(column)" + (path.isEmpty ? "" : ", in \(path.escapedForDisplay)")
    case .tooLong(let bytes, let limit): "the text has \(bytes) bytes, more than the \(limit) allowed"
    case .wrongKind(_, let needed, let found): "\(place) is \(found) where \(needed) belongs"
    case .outOfRange(_, let value, let lowest, let highest): "\(place) is \(value), outside \(lowest)…\(highest)"
    case .wrongCount(_, let needed, let found): "\(place) has \(found) elements where \(needed) belong"
    case .missingKey(_, let key, _): "\(place) has no \"\(key.escapedForDisplay)\""
    case .unknownKey(_, let key, _): "\(place) has an unknown key \"\(key.escapedForDisplay)\""
    case .unknownWord(_, let word, let known):
      "\(place) is \"\(word.escapedForDisplay)\", which is none of \(known.joined(separator: ", "))"
    case .notFinite: "\(place) is not a finite number, and JSON has no word for it"
    case .tooDeep(_, let limit): "\(place) lies deeper than \(limit) levels"
    case .invalid(_, let message): "\(place) \(message)"
    }
  }

  private var remedies: [String] {
    switch self {
    case .missingKey(_, let key, let candidates), .unknownKey(_, let key, let candidates),
      .unknownWord(_, let key, let candidates):
      nearestNames(to: key, among: candidates).map { "perhaps \"\($0.escapedForDisplay)\" is meant" }
    default: []
    }
  }
}

extension JSONFault {
  fileprivate var message: String {
    switch self {
    case .empty: "no value"
    case .unexpectedEnd: "the text ends too early"
    case .unexpectedByte(let byte): "unexpected \(Self.shown(byte))"
    case .trailingText: "text after the end of the value"
    case .byteOrderMark: "a byte-order mark (only plain UTF-8 is read)"
    case .comment: "a comment, which JSON does not have"
    case .trailingComma: "a comma before a closing bracket"
    case .duplicateKey(let key): "the key \"\(key.escapedForDisplay)\" for the second time"
    case .leadingZero: "a number with a leading zero"
    case .numberOverflow: "a number that is too large"
    case .notANumber: "a word such as NaN or Infinity, which JSON does not have"
    case .controlCharacter(let byte): "an unescaped control character \(Self.shown(byte))"
    case .invalidUTF8: "bytes that are not UTF-8"
    case .loneSurrogate: "half of a surrogate pair"
    case .badEscape: "an unknown escape"
    case .tooDeep(let limit): "more than \(limit) lists and objects inside one another"
    }
  }

  private static func shown(_ byte: UInt8) -> String {
    if byte > 0x20, byte < 0x7F { return "\"\(Character(UnicodeScalar(byte)))\"" }
    return "byte 0x" + String(byte, radix: 16, uppercase: true)
  }
}
