/// A format that is not CSV, recognised by its first bytes.
public enum ForeignFormat: String, Sendable, Equatable {
  /// A web page, often an error page saved under a data file's name.
  case html = "HTML"
  /// XML.
  case xml = "XML"
  /// JSON.
  case json = "JSON"
  /// gzip.
  case gzip = "gzip-compressed data"
  /// Zip, and so also an Excel workbook.
  case zip = "a zip archive or Excel workbook"
  /// The Excel format before 2007.
  case excel = "an old Excel workbook"
  /// Zstandard.
  case zstandard = "zstd-compressed data"
  /// bzip2.
  case bzip2 = "bzip2-compressed data"
  /// xz.
  case xz = "xz-compressed data"
  /// Parquet.
  case parquet = "Parquet"
  /// Arrow or Feather.
  case arrow = "an Arrow file"
  /// SQLite.
  case sqlite = "an SQLite database"
  /// PDF.
  case pdf = "PDF"
  /// UTF-16 text.
  case utf16 = "UTF-16 text"
  /// UTF-32 text.
  case utf32 = "UTF-32 text"

  /// What to do about it.
  var remedy: String {
    switch self {
    case .html: "download the file again; this may be a sign-in or error page"
    case .gzip: "unpack it first: gunzip"
    case .zstandard: "unpack it first: unzstd"
    case .bzip2: "unpack it first: bunzip2"
    case .xz: "unpack it first: unxz"
    case .zip, .excel: "save the sheet as CSV UTF-8, or unpack the archive"
    case .utf16: "convert the file: iconv -f UTF-16 -t UTF-8"
    case .utf32: "convert the file: iconv -f UTF-32 -t UTF-8"
    case .xml, .json, .parquet, .arrow, .sqlite, .pdf: "export the data as CSV"
    }
  }

  /// The format of a file that starts with these bytes, when it is one of these.
  static func of(_ bytes: ArraySlice<UInt8>) -> ForeignFormat? {
    for (magic, format) in magics where bytes.starts(with: magic) { return format }
    let start = bytes.prefix(1024).drop { $0 == 32 || $0 == 9 || $0 == 10 || $0 == 13 }
    let head = String(decoding: start.prefix(64), as: UTF8.self).lowercased()
    if ["<!doctype html", "<html", "<head", "<body"].contains(where: head.hasPrefix) { return .html }
    if head.hasPrefix("<?xml") { return .xml }
    if head.hasPrefix("{") || head.hasPrefix("[{") || head.hasPrefix("[\n") { return .json }
    return isWide(bytes.prefix(512)) ? .utf16 : nil
  }

  private static let magics: [([UInt8], ForeignFormat)] = [
    ([0xFF, 0xFE, 0, 0], .utf32), ([0, 0, 0xFE, 0xFF], .utf32), ([0xFF, 0xFE], .utf16), ([0xFE, 0xFF], .utf16),
    ([0x1F, 0x8B], .gzip), ([0x50, 0x4B, 3, 4], .zip), ([0x50, 0x4B, 5, 6], .zip),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .excel), ([0x28, 0xB5, 0x2F, 0xFD], .zstandard),
    ([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41], .bzip2), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz),
    (Array("PAR1".utf8), .parquet), (Array("ARROW1".utf8), .arrow), (Array("SQLite format 3\0".utf8), .sqlite),
    (Array("%PDF-".utf8), .pdf),
  ]

  /// UTF-16 without a mark: nearly every second byte is zero.
  private static func isWide(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= 4 else { return false }
    var zeros = [0, 0]
    for (place, byte) in bytes.enumerated() where byte == 0 { zeros[place & 1] += 1 }
    let half = bytes.count / 2
    return (zeros[0] > half * 3 / 4 && zeros[1] == 0) || (zeros[1] > half * 3 / 4 && zeros[0] == 0)
  }
}
