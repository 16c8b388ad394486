import Foundation
import Testing

/// Correct digits of a number: −log10 of its relative error, at most 17.
func digits(_ value: Double?, of truth: Double) -> Double {
  guard let value else { return -.infinity }
  if value == truth { return 17 }
  return min(17, -log10(abs(value - truth) / abs(truth)))
}

/// Expects two numbers to agree to a relative tolerance, or absolutely where both are tiny.
func expectClose(
  _ a: Double?, _ b: Double?, _ what: String, within tolerance: Double = 1e-9, floor: Double = 1e-12,
  at location: SourceLocation = #_sourceLocation
) {
  let agree: Bool =
    switch (a, b) {
    case (nil, nil): true
    case (let a?, let b?): abs(a - b) <= max(tolerance * max(abs(a), abs(b)), floor)
    default: false
    }
  #expect(
    agree, "\(what): \(String(describing: a)) is not \(String(describing: b))", sourceLocation: location)
}

/// Columns of a CSV without commas in its cells.
struct PlainCSV {
  let names: [String]
  let rows: [[String]]

  init(_ data: Data) {
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
      }
    }
    (names, rows) = (lines[0], Array(lines.dropFirst()))
  }

  init(path: String) throws { self.init(try Data(contentsOf: URL(filePath: path))) }

  subscript(name: String) -> [String] {
    let place = names.firstIndex(of: name)!
    return rows.map { $0[place] }
  }

  func numbers(_ name: String) -> [Double] { self[name].map { Double($0)! } }
}
