import CKernels

/// The one syntax of numbers: an optional sign, digits with at most one point, an optional exponent.
///
/// No hexadecimal, no infinity, no separators between digits; what overflows a double is not a number.
public enum NumberLiteral {
  /// The correctly rounded value of a literal; blanks and tabs around it are tolerated.
  /// - Returns: `nil` when the text is no literal, or beyond the range of doubles.
  public static func value(of text: String, decimalComma: Bool = false) -> Double? {
    let (status, value) = parsed(text, decimalComma)
    return status == 0 ? value : nil
  }

  /// Whether the text is a literal beyond the range of doubles.
  static func isTooLarge(_ text: String, decimalComma: Bool) -> Bool { parsed(text, decimalComma).0 == 2 }

  private static func parsed(_ text: String, _ decimalComma: Bool) -> (Int32, Double) {
    let point = UInt8(ascii: decimalComma ? "," : ".")
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, first == 32 || first == 9 { bytes.removeFirst() }
    while let last = bytes.last, last == 32 || last == 9 { bytes.removeLast() }
    return bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return (1, 0) }
      var value = 0.0
      let status = csv_parse_number(start, start + bytes.count, point, &value)
      return (status, value)
    }
  }
}
