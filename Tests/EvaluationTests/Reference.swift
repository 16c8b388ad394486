import Foundation
import Testing

@testable import Evaluation

/// Reads the reference numbers beside the tests.
enum Reference {
  static func url(_ path: String) -> URL {
    Bundle.module.resourceURL!.appending(path: "Fixtures/" + path)
  }

  static func json<T: Decodable>(_ path: String, as type: T.Type = T.self) throws -> T {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: url(path)))
  }

  /// The columns of a CSV of numbers, by name.
  static func columns(_ path: String) throws -> [String: [Double]] {
    let text = try String(contentsOf: url(path), encoding: .utf8)
    let names = text.prefix { !$0.isNewline }.split(separator: ",").map(String.init)
    var columns = [[Double]](repeating: [], count: names.count)
    text.withCString { start in
      var cell = strchr(start, 10)! + 1
      var column = 0
      while cell.pointee != 0 {
        var end: UnsafeMutablePointer<CChar>?
        columns[column].append(strtod(cell, &end))
        precondition(end != cell, "a number")
        cell = end! + strspn(end!, ",\r\n")
        column = (column + 1) % names.count
      }
    }
    return Dictionary(uniqueKeysWithValues: zip(names, columns))
  }

  static func accounts(_ path: String) throws -> ScoredAccounts {
    let columns = try columns(path)
    return try ScoredAccounts(labels: columns["y"]!.map { UInt8($0) }, scores: columns["score"] ?? columns["p"]!)
  }
}

/// Whether two numbers agree to a relative tolerance, or absolutely where both are tiny.
func close(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-9, floor: Double = 1e-12) -> Bool {
  switch (a, b) {
  case (nil, nil): true
  case (let a?, let b?): abs(a - b) <= max(tolerance * max(abs(a), abs(b)), floor)
  default: false
  }
}

func expectClose(
  _ a: Double?, _ b: Double?, _ tolerance: Double = 1e-9, floor: Double = 1e-12, _ what: String = "",
  at location: SourceLocation = #_sourceLocation
) {
  #expect(
    close(a, b, tolerance, floor: floor), "\(what): \(String(describing: a)) is not \(String(describing: b))",
    sourceLocation: location)
}

/// A small generator with a seed, so that made-up data are the same every time.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
