extension String {
  /// The text with control, format and bidirectional characters shown as escapes, so that data can neither forge a
  /// log line nor drive a terminal.
  ///
  ///     "a\u{1B}[31mb".escapedForDisplay == "a\\u{1B}[31mb"
  ///
  /// - Complexity: O(length).
  public var escapedForDisplay: String {
    guard unicodeScalars.contains(where: { $0.needsEscape }) else { return self }
    var shown = ""
    for scalar in unicodeScalars {
      if scalar.needsEscape {
        shown += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}

extension Unicode.Scalar {
  fileprivate var needsEscape: Bool {
    if (0x20..<0x7F).contains(value) { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
    default: false
    }
  }
}
