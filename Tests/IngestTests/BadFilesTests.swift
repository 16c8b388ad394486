import Diagnostics
import Foundation
import Tables
import Testing

@testable import Ingest

/// What the reader must do with a file of the catalogue; what only training can judge is left to training.
struct Expectation: CustomTestStringConvertible, Sendable {
  var file: String
  /// Rows in the table, or `nil` when reading must stop.
  var rows: Int?
  var line: Int?
  /// Part of the message, or of a notice when the file is read.
  var says: String?
  /// Rows left when bad rows are set aside; `nil` when that must stop too.
  var rowsAside: Int?

  var testDescription: String { file }

  static func reads(_ file: String, _ rows: Int = 30, says: String? = nil) -> Expectation {
    Expectation(file: file, rows: rows, says: says, rowsAside: rows)
  }

  static func stops(_ file: String, line: Int?, _ says: String, aside: Int? = nil) -> Expectation {
    Expectation(file: file, rows: nil, line: line, says: says, rowsAside: aside)
  }

  static let all: [Expectation] = [
    .reads("01_clean"), .reads("02_crlf"), .reads("03_cr_only", says: "CR only"), .reads("05_utf8_bom"),
    .stops("07_latin1_byte", line: 6, "invalid UTF-8, line 6, column plan, byte E9"),
    .reads("09_blank_lines", says: "4 blank lines skipped"),
    .stops("11_empty", line: nil, "file is empty"),
    .stops("13_ragged_short", line: 7, "expected 7 fields, found 6", aside: 29),
    .stops("15_trailing_comma_rows", line: 1, "every row has 8 fields, header has 7"),
    .stops("17_duplicate_header", line: 1, "duplicate column \"usage\" at positions 2 and 4"),
    .reads("19_header_spaces", says: "blanks around column names removed: \"usage\""),
    .reads("21_escaped_quotes"),
    .stops("23_stray_quote", line: 6, "text after closing quote", aside: 29),
    .stops(
      "25_decimal_comma_quoted", line: 2, "column \"usage\": \"120,5\" is not a number (decimal comma?)", aside: 0),
    .reads("27_tab_separated", says: "delimiter tab"), .reads("29_missing_tokens"), .reads("31_constant_column"),
    .stops("33_number_forms", line: 6, "column \"logins\": \"0x29\" is not a number (hexadecimal?)", aside: 28),
    .reads("35_leading_zero_ids"), .reads("37_duplicate_ids"), .reads("41_single_class"),
    .reads("43_quasi_separation"), .reads("45_html_injection"), .reads("47_sql_in_header"),
    .reads("49_control_chars"), .reads("51_nfc_nfd_levels", says: "two Unicode normal forms"),
    .stops("53_currency_percent", line: 2, "\"$120.50\" is not a number (currency sign?)", aside: 29),
    .stops("55_title_row", line: 1, "header not found on line 1; line 3 looks like it"),
    .stops("57_repeated_header", line: 8, "repeats the header", aside: 30),
    .reads("59_missing_column"), .reads("61_unseen_level"), .reads("63_extreme_scale"), .reads("65_all_quoted"),
    .stops("67_html_page", line: nil, "this looks like HTML"),
    .reads("69_excel_sep_line", says: "delimiter semicolon taken from the sep line"),
    .stops("71_two_tables", line: 9, "expected 7 fields, found 2"),
    .stops("73_fullwidth_digits", line: 6, "is not a number (digits of another script?)", aside: 29),
    .reads("75_bom_in_middle", says: "BOM inside the file on line 8"),
  ]
}

@Suite struct BadFilesTests {
  static func path(_ file: String) -> String {
    Bundle.module.bundlePath + "/Fixtures/badcsv/" + file + ".csv"
  }

  @Test(arguments: Expectation.all)
  func `a file of the catalogue is read or refused as the catalogue says`(_ expected: Expectation) throws {
    do {
      let result = try read(Self.path(expected.file))
      #expect(result.table.rowCount == expected.rows)
      #expect(result.summary.readRows == expected.rows)
      if let says = expected.says {
        #expect(result.summary.notices.contains { $0.message.contains(says) }, "\(result.summary.notices)")
      }
    } catch let error as IngestError {
      let problem = error.problem
      #expect(expected.rows == nil, "\(problem)")
      #expect(problem.location?.line == expected.line)
      #expect(problem.message.contains(expected.says ?? ""), "\(problem.message)")
    }
  }

  @Test(arguments: Expectation.all)
  func `rows set aside and rows kept are all rows`(_ expected: Expectation) throws {
    let options = CSVOptions.with { $0.onBadRow = .setAside(limit: nil) }
    do {
      let result = try read(Self.path(expected.file), options: options)
      #expect(result.table.rowCount == expected.rowsAside)
      #expect(result.summary.readRows == result.table.rowCount + result.rejected.count)
      #expect(result.rejected.allSatisfy { !$0.bytes.isEmpty })
      if let line = expected.line { #expect(result.rejected.first?.line == line) }
    } catch is IngestError {
      #expect(expected.rowsAside == nil)
    }
  }

  @Test(arguments: [
    "02_crlf", "03_cr_only", "05_utf8_bom", "09_blank_lines", "19_header_spaces", "27_tab_separated",
    "65_all_quoted", "69_excel_sep_line",
  ])
  func `a variant of the clean file has the clean file's cells`(_ file: String) throws {
    let clean = try read(Self.path("01_clean"))
    let variant = try read(Self.path(file))
    #expect(variant.table.cellTexts == clean.table.cellTexts)
    #expect(variant.table.columns.map(\.name) == clean.table.columns.map(\.name))
    #expect(variant.table.columns.map(\.kind) == clean.table.columns.map(\.kind))
  }

  @Test func `every file of the index has an expectation`() throws {
    let index = try String(contentsOfFile: Bundle.module.bundlePath + "/Fixtures/badcsv/INDEX.tsv", encoding: .utf8)
    let files = index.split(separator: "\n").dropFirst().map { String($0.split(separator: ".")[0]) }
    let judgedByTraining = ["39_label_mixed"]
    #expect(Set(files) == Set(Expectation.all.map(\.file) + judgedByTraining))
  }

  @Test func `missing cells are counted by column with the line of the first`() throws {
    let missing = try read(Self.path("29_missing_tokens")).summary.missing
    #expect(
      missing == [
        MissingCells(column: "usage", count: 4, firstLine: 2), MissingCells(column: "logins", count: 1, firstLine: 6),
        MissingCells(column: "plan", count: 1, firstLine: 7),
      ])
  }

  @Test func `ids, quoted levels and odd names come back byte for byte`() throws {
    let ids = try read(Self.path("35_leading_zero_ids"), ["account_id": .text])
    #expect(ids.table.cellTexts[0].first == "00007")
    #expect(ids.table.cellTexts[0].last == "00036")
    let quotes = try read(Self.path("21_escaped_quotes"))
    #expect(quotes.table["plan"].map { $0.count } == 30)
    #expect(quotes.table.cellTexts[5][4] == "pro \"plus\", annual")
    #expect(try read(Self.path("47_sql_in_header")).table.columns[1].name == "usage\" FROM x; DROP TABLE y; --")
    let marked = try read(Self.path("75_bom_in_middle"), ["account_id": .text])
    #expect(marked.table.cellTexts[0][6] == "A007")
    #expect(try read(Self.path("49_control_chars"), ["account_id": .text]).table.cellTexts[0][4] == "A\u{1B}[2J005")
  }

  @Test func `number forms have the clean file's values`() throws {
    let options = CSVOptions.with { $0.onBadRow = .setAside(limit: 2) }
    let forms = try read(Self.path("33_number_forms"), options: options)
    #expect(forms.rejected.map(\.line) == [6, 7])
    #expect(forms.table.cellTexts[1][..<4] == ["120.5", "15.2", "88.0", "9.9"])
  }
}
