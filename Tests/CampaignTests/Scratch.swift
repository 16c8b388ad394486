import Foundation

/// A folder of a test's own, removed when the test is over.
final class Scratch: Sendable {
  let path: String

  init() {
    path = FileManager.default.temporaryDirectory.path + "/churn-test-" + UUID().uuidString
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A path in it.
  func at(_ name: String) -> String { path + "/" + name }

  /// Writes a text and says where.
  func put(_ text: String, at name: String) -> String {
    try! text.write(toFile: at(name), atomically: false, encoding: .utf8)
    return at(name)
  }

  func text(at name: String) -> String { try! String(contentsOfFile: at(name), encoding: .utf8) }
}

/// A small CSV file as columns of text.
struct Sheet {
  let names: [String]
  let rows: [[String]]

  init(_ text: String) {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map(Sheet.fields)
    names = lines[0]
    rows = Array(lines.dropFirst())
  }

  init(file: String) throws { self.init(try String(contentsOfFile: file, encoding: .utf8)) }

  func column(_ name: String) -> [String] {
    guard let place = names.firstIndex(of: name) else { fatalError("no column \(name)") }
    return rows.map { $0[place] }
  }

  func numbers(_ name: String) -> [Double] { column(name).map { Double($0) ?? .nan } }

  private static func fields(_ line: Substring.UTF8View) -> [String] {
    guard line.contains(UInt8(ascii: "\"")) else {
      return line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { String($0) ?? "" }
    }
    var fields: [[UInt8]] = [[]]
    var quoted = false
    for byte in line {
      switch byte {
      case UInt8(ascii: "\""): quoted.toggle()
      case UInt8(ascii: ",") where !quoted: fields.append([])
      default: fields[fields.count - 1].append(byte)
      }
    }
    return fields.map { String(decoding: $0, as: UTF8.self) }
  }
}
