import Diagnostics
import Foundation
import Tables

@testable import Ingest

/// A file that lives as long as the test.
final class Scratch {
  let path: String

  init(_ bytes: some Collection<UInt8>) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("ingest-\(UUID().uuidString).csv").path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  convenience init(_ text: String) throws { try self.init(Array(text.utf8)) }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Reads a text as a file, every column inferred unless wished otherwise.
func readText(
  _ text: String, _ wishes: [String: ColumnWish] = [:], options: CSVOptions = CSVOptions()
) throws -> ReadResult {
  let scratch = try Scratch(text)
  return try read(scratch.path, wishes, options: options)
}

func read(
  _ path: String, _ wishes: [String: ColumnWish] = [:], options: CSVOptions = CSVOptions()
) throws -> ReadResult {
  let file = try CSVFile(path: path, options: options)
  return try file.read(file.header.names.map { wishes[$0] ?? .infer })
}

/// The problem that reading ends with, or `nil`.
func problem(_ text: String, options: CSVOptions = CSVOptions()) -> Problem? {
  do {
    _ = try readText(text, options: options)
    return nil
  } catch let error as IngestError { return error.problem } catch { return nil }
}

extension CSVOptions {
  static func with(_ change: (inout CSVOptions) -> Void) -> CSVOptions {
    var options = CSVOptions()
    change(&options)
    return options
  }
}

extension Table {
  /// Every cell as text: numbers in shortest form, missing as `∅`.
  var cellTexts: [[String]] {
    columns.map { column in
      switch column.cells {
      case .numbers(let numbers): numbers.doubles.map { $0.isNaN ? "∅" : "\($0)" }
      case .categories(let levels): levels.codes.map { $0 < 0 ? "∅" : levels.levels[Int($0)].string }
      case .texts(let texts): (0..<texts.count).map { texts[$0].string }
      case .hashes(let hashes): hashes.hashes.map { String($0, radix: 16) }
      case .empty(let count): Array(repeating: "∅", count: count)
      }
    }
  }
}

/// A generator of repeatable random numbers (splitmix64).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return StableHash.mixed(state)
  }
}
