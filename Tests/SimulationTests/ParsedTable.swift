import Testing

@testable import Simulation

/// A simulated file taken apart into cells.
struct ParsedTable {
  let header: [String]
  let rows: [[String]]

  init(_ bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    precondition(lines.last == "", "the last line must end")
    let cells = lines.dropLast().map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    header = cells[0]
    rows = Array(cells.dropFirst())
  }

  func column(_ name: String) -> [String] {
    let place = header.firstIndex(of: name)!
    return rows.map { $0[place] }
  }

  func numbers(_ name: String) -> [Double] { column(name).map { Double($0) ?? .nan } }
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

func firm(_ change: (inout FirmPlan) -> Void = { _ in }) throws -> SimulatedFirm {
  var plan = FirmPlan()
  change(&plan)
  return try SimulatedFirm(plan)
}

func accounts(_ change: (inout AccountsPlan) -> Void = { _ in }) throws -> SimulatedAccounts {
  var plan = AccountsPlan()
  change(&plan)
  return try SimulatedAccounts(plan)
}

/// Fails with the first place that differs; a megabyte shown byte by byte would help nobody.
func expectSame(_ a: [UInt8], _ b: [UInt8], _ location: SourceLocation = #_sourceLocation) {
  guard a != b else { return }
  let place = zip(a, b).enumerated().first { $1.0 != $1.1 }?.offset ?? min(a.count, b.count)
  Issue.record("\(a.count) and \(b.count) bytes, different from byte \(place) on", sourceLocation: location)
}
