import Diagnostics
import Tables

/// Names as people meant them: without blanks at the ends and without characters nobody can see.
enum HeaderNames {
  static func cleaned(
    _ fields: [[UInt8]], file: String, line: Int, notices: inout [Notice]
  ) throws(IngestError) -> [String] {
    var names: [String] = []
    var trimmed: [String] = []
    var purged: [String] = []
    for field in fields {
      let raw = String(decoding: field, as: UTF8.self)
      let visible = withoutInvisible(raw)
      let name = visible.trimmingBlanks
      if !name.isEmpty && ExactText(visible) != ExactText(raw) { purged.append(name) }
      if !name.isEmpty && ExactText(name) != ExactText(visible) { trimmed.append(name) }
      names.append(name)
    }
    for (place, name) in names.enumerated() where name.isEmpty {
      throw .unnamedColumn(file: file, line: line, position: place + 1)
    }
    try checkUnique(names, file: file, line: line)
    if !trimmed.isEmpty {
      notices.append(
        Notice(.note, code: "csv.name-blanks", "blanks around column names removed: " + list(trimmed)))
    }
    if !purged.isEmpty {
      notices.append(
        Notice(
          .warning, code: "csv.name-invisible", "invisible characters in column names removed: " + list(purged),
          remedies: ["clean the header line at its source"]))
    }
    noteCaseTwins(names, &notices)
    return names
  }

  /// Format characters and marks go, odd blanks become blanks.
  private static func withoutInvisible(_ name: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .format: continue
      case .spaceSeparator, .lineSeparator, .paragraphSeparator: scalars.append(" ")
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  private static func checkUnique(_ names: [String], file: String, line: Int) throws(IngestError) {
    var places: [ExactText: Int] = [:]
    for (place, name) in names.enumerated() {
      if let first = places[ExactText(name)] {
        throw .duplicateName(file: file, line: line, name: name, positions: [first + 1, place + 1])
      }
      places[ExactText(name)] = place
    }
  }

  private static func noteCaseTwins(_ names: [String], _ notices: inout [Notice]) {
    var seen: [String: String] = [:]
    for name in names {
      if let other = seen[name.lowercased()] {
        notices.append(
          Notice(
            .warning, code: "csv.name-twins",
            "columns \"\(other.escapedForDisplay)\" and \"\(name.escapedForDisplay)\" are two columns,"
              + " though their names look alike"))
      } else {
        seen[name.lowercased()] = name
      }
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(10).map { "\"" + $0.escapedForDisplay + "\"" }.joined(separator: ", ")
    return names.count > 10 ? shown + " and \(names.count - 10) more" : shown
  }
}
