#if canImport(Glibc)
  import Glibc
#endif

/// How numbers are written for people: a fixed count of decimals or of significant digits, a thin grouping of
/// thousands for counts, and `–` for what is not defined. The decimal point is a point in every locale.
public enum NumberStyle {
  /// Shown where a figure is not defined.
  public static let undefined = "–"

  /// A count, with thousands grouped: `7,043`.
  public static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return (value < 0 ? "-" : "") + grouped
  }

  /// A number with so many decimals: `0.8395`.
  public static func fixed(_ value: Double?, _ decimals: Int = 4) -> String {
    guard let value else { return undefined }
    guard value.isFinite else { return value.isNaN ? undefined : (value < 0 ? "-∞" : "∞") }
    let text = printed("%.\(decimals)f", value)
    return text.allSatisfy { "-0.".contains($0) } && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// A number with so many significant digits: `-0.03241`, `1.2e-05`.
  public static func significant(_ value: Double?, _ digits: Int = 4) -> String {
    guard let value else { return undefined }
    guard value.isFinite else { return value.isNaN ? undefined : (value < 0 ? "-∞" : "∞") }
    let size = value.magnitude
    if size == 0 { return "0" }
    if size < 1e-4 || size >= 1e7 { return printed("%.\(max(0, digits - 1))e", value) }
    let whole = Int(floor(log10(size)))
    return printed("%.\(max(0, digits - 1 - whole))f", value)
  }

  /// A number as somebody gave it: `1`, `0.25`.
  public static func given(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Money: two decimals, thousands grouped: `1,234.50`.
  public static func money(_ value: Double?) -> String {
    let text = fixed(value, 2)
    guard let point = text.firstIndex(of: "."), let whole = Int(text[..<point]) else { return text }
    let sign = whole == 0 && text.hasPrefix("-") ? "-" : ""
    return sign + count(whole) + text[point...]
  }

  /// A share as per cent: `26.5 %`.
  public static func percent(_ value: Double?, _ decimals: Int = 1) -> String {
    guard let value, value.isFinite else { return undefined }
    return fixed(value * 100, decimals) + " %"
  }

  /// A p-value: four decimals, or `< 1e-16` far out.
  public static func pValue(_ value: Double?) -> String {
    guard let value else { return undefined }
    if value < 1e-16 { return "<1e-16" }
    return value < 1e-4 ? printed("%.1e", value) : fixed(value, 4)
  }

  /// An interval: `[0.83, 0.85]`.
  public static func interval(_ lower: String, _ upper: String) -> String { "[\(lower), \(upper)]" }

  private static func printed(_ format: String, _ value: Double) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
      let length = withVaList([value]) { vsnprintf(buffer.baseAddress, buffer.count, format, $0) }
      let text = String(decoding: buffer[0..<Int(length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return text.replacing(",", with: ".")
    }
  }
}

extension String {
  fileprivate func replacing(_ character: Character, with other: Character) -> String {
    contains(character) ? String(map { $0 == character ? other : $0 }) : self
  }
}
