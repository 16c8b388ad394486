import Foundation
import Testing

/// A file of the catalogue of malformed CSV, with what its index says and what the program must say.
struct MalformedFile: CustomTestStringConvertible, Sendable {
  var file: String
  var command: String
  var expect: String
  var rows: Int
  /// Parts of standard error.
  var says: [String] = []
  /// Standard error when bad rows are set aside: their lines.
  var testDescription: String { file }

  /// The index, each line with our words for its message.
  static let all: [MalformedFile] = {
    let index = try! String(contentsOfFile: Package.malformed("INDEX.tsv"), encoding: .utf8)
    return index.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let stem = String(cells[0].dropLast(4))
      return MalformedFile(
        file: cells[0], command: cells[1], expect: cells[2], rows: Int(cells[3])!, says: messages[stem] ?? [])
    }
  }()

  static let sameAsClean = [
    "02_crlf", "03_cr_only", "05_utf8_bom", "09_blank_lines", "19_header_spaces", "27_tab_separated", "65_all_quoted",
    "69_excel_sep_line",
  ]

  /// What the index demands of the talk, literally where it quotes, else in the program's words.
  static let messages: [String: [String]] = [
    "03_cr_only": ["CR only"],
    "07_latin1_byte": [":6: ", "invalid UTF-8, line 6, column plan, byte E9"],
    "09_blank_lines": ["4 blank lines skipped"],
    "11_empty": ["file is empty"],
    "13_ragged_short": [":7: ", "expected 7 fields, found 6"],
    "15_trailing_comma_rows": ["every row has 8 fields, header has 7"],
    "17_duplicate_header": ["duplicate column \"usage\" at positions 2 and 4"],
    "19_header_spaces": ["blanks around column names removed: \"usage\", \"logins\""],
    "23_stray_quote": [":6: ", "text after closing quote"],
    "25_decimal_comma_quoted": [":2: ", "column \"usage\"", "\"120,5\" is not a number (decimal comma?)"],
    "27_tab_separated": ["delimiter tab"],
    "29_missing_tokens": [
      "\"usage\": 4 missing cells", "\"logins\": 1 missing cell", "\"plan\": 1 missing cell", "usage:missing",
    ],
    "31_constant_column": ["warning: tickets is constant; dropped"],
    "33_number_forms": [":6: ", "\"0x29\" is not a number"],
    "37_duplicate_ids": ["1 duplicate id"],
    "39_label_mixed": [
      "column \"churned\" has 8 distinct values", "0, 1, no, yes, FALSE, true, 2, N", "a target has two",
    ],
    "41_single_class": ["only one class (0) in churned", "0 churners among 30 rows", "needs both"],
    "43_quasi_separation": ["plan=vip (3 rows, all churned)"],
    "49_control_chars": ["\\u{1B}"],
    "51_nfc_nfd_levels": ["two Unicode normal forms"],
    "53_currency_percent": [":2: ", "\"$120.50\" is not a number"],
    "55_title_row": ["header not found on line 1; line 3 looks like it"],
    "57_repeated_header": [":8: ", "repeats the header"],
    "59_missing_column": [
      "model needs column \"tickets\"", "account_id, usage, logins, tenure_months, plan, churned",
    ],
    "61_unseen_level": ["plan=galactic", "not seen in training, 1 row"],
    "67_html_page": ["this looks like HTML"],
    "69_excel_sep_line": ["delimiter semicolon taken from the sep line"],
    "71_two_tables": [":9: ", "expected 7 fields, found 2"],
    "73_fullwidth_digits": [":6: ", "column \"usage\"", "is not a number"],
    "75_bom_in_middle": ["BOM inside the file on line 8"],
  ]
}
