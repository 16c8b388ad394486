/// Names for files that are given in the place of a model.
enum ForeignFile {
  private static let starts: [([UInt8], String)] = [
    ([0x1F, 0x8B], "a gzip archive"), ([0x89, 0x50, 0x4E, 0x47], "a PNG image"),
    ([0x50, 0x4B, 0x03, 0x04], "a zip archive"),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"), (Array("PAR1".utf8), "a Parquet file"),
    ([0x42, 0x5A, 0x68], "a bzip2 archive"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive"), ([0x78, 0x9C], "a compressed joblib file"),
    ([0xEF, 0xBB, 0xBF], "text with a byte-order mark"), (Array("<".utf8), "XML or HTML"),
    (Array("[".utf8), "a JSON list"),
  ]

  /// What bytes look like; never tried as such.
  static func name(of bytes: [UInt8]) -> String {
    guard let first = bytes.first else { return "an empty file" }
    if let known = starts.first(where: { bytes.starts(with: $0.0) }) { return known.1 }
    if first == 0x80, bytes.count > 1, bytes[1] <= 5 { return "a Python pickle" }
    if bytes.prefix(4096).contains(where: { $0 < 0x09 || (0x0E..<0x20).contains($0) }) { return "a binary file" }
    return "text"
  }
}
