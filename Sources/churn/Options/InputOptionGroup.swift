import ArgumentParser
import Workflow

/// Options of every command that reads a data file.
struct InputOptionGroup: ParsableArguments {
  @Option(help: "Field separator, such as ';' or 'tab'; found from the header line when not given.")
  var delimiter: String?

  @Option(help: "Decimal sign of numbers: '.' or ','.")
  var decimal = "."

  @Option(name: .customLong("missing-token"), help: "A further text that means \"no value\" (may be repeated).")
  var missingTokens: [String] = []

  @Option(
    name: .customLong("on-bad-row"),
    help: "What to do with a malformed row: stop (the default), skip, or reject:FILE to set it aside.")
  var onBadRow = "stop"

  @Option(name: .customLong("max-bad"), help: "How many malformed rows are set aside before the work stops.")
  var maxBad: Int?

  @Option(help: "Threads to use; no result depends on it.")
  var threads: Int?

  mutating func validate() throws {
    if let delimiter, Self.delimiter(delimiter) == nil {
      throw ValidationError("--delimiter takes one ASCII character, or 'tab'; not '\(delimiter)'")
    }
    guard decimal == "." || decimal == "," else { throw ValidationError("--decimal takes '.' or ','") }
    guard ["stop", "skip"].contains(onBadRow) || (onBadRow.hasPrefix("reject:") && onBadRow.count > 7) else {
      throw ValidationError("--on-bad-row takes stop, skip or reject:FILE; not '\(onBadRow)'")
    }
    if let maxBad, maxBad < 0 { throw ValidationError("--max-bad takes a whole number from 0 on") }
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes 1 to 1024") }
  }

  var options: InputOptions {
    InputOptions(
      delimiter: delimiter.flatMap(Self.delimiter), decimalComma: decimal == ",", missingTokens: missingTokens,
      badRows: badRows, threads: threads ?? 0)
  }

  private var badRows: InputOptions.BadRows {
    switch onBadRow {
    case "stop": .stop
    case "skip": .skip(limit: maxBad)
    default: .setAside(file: String(onBadRow.dropFirst(7)), limit: maxBad)
    }
  }

  private static func delimiter(_ text: String) -> Character? {
    switch text {
    case "tab", "\\t", "\t": "\t"
    case "comma": ","
    case "semicolon": ";"
    case "pipe": "|"
    default: text.count == 1 && text.utf8.count == 1 && text != "\"" && text != "\n" ? text.first : nil
    }
  }
}
