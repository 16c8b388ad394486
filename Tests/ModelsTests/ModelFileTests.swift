import CanonicalJSON
import Diagnostics
import Features
import Foundation
@testable import Models
import Tables
import Testing

@Suite struct ModelFileTests {
  @Test func `a model that was written and read is the same, bit for bit`() throws {
    let back = try ModelFile.parsed(SampleModel.bytes, path: "m")
    #expect(back == SampleModel.model)
    #expect(back.content == SampleModel.model.content)
    #expect(try ModelFile.rendered(back) == SampleModel.bytes)
    #expect(back.terms[6].estimate.sign == .minus)
  }

  @Test func `the smallest model comes back too`() throws {
    let model = TrainedModel(
      target: .init(column: "y", positive: ExactText("1"), negative: ExactText("0")),
      blueprint: Blueprint(features: []), intercept: .init(estimate: 0, standardError: nil), terms: [],
      fit: FitSummary(
        rows: 2, churners: 1, iterations: 0, status: .converged,
        certificate: .init(rank: 1, conditionNumber: nil, gradient: 0)))
    #expect(try ModelFile.parsed(ModelFile.rendered(model), path: "m") == model)
  }

  @Test func `every prefix is refused`() {
    let bytes = SampleModel.bytes
    #expect(bytes.count > 3500)
    let accepted = (0..<bytes.count).filter { (try? ModelFile.parsed(Array(bytes[..<$0]), path: "m")) != nil }
    #expect(accepted == [])
    #expect(throws: ModelError.truncated(path: "m")) { try ModelFile.parsed(Array(bytes.dropLast()), path: "m") }
  }

  @Test func `every flip of a single bit is refused`() {
    let bytes = SampleModel.bytes
    let accepted = (0..<(8 * bytes.count)).filter { bit in
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      return (try? ModelFile.parsed(changed, path: "m")) != nil
    }
    #expect(accepted == [])
  }

  @Test func `the checksum can be checked with sed and sha256sum`() throws {
    let text = String(decoding: SampleModel.bytes, as: UTF8.self)
    let script = Process()
    script.executableURL = URL(fileURLWithPath: "/bin/sh")
    let scratch = Scratch()
    scratch.put(text, at: "model.json")
    let zeros = String(repeating: "0", count: 64)
    script.arguments = [
      "-c",
      "sed '2s/sha256:[0-9a-f]*/sha256:\(zeros)/' '\(scratch.at("model.json"))' | sha256sum > '\(scratch.at("sum"))'",
    ]
    try script.run()
    script.waitUntilExit()
    let sum = try #require(scratch.text(at: "sum")).prefix(64)
    #expect(text.contains("\"checksum\": \"sha256:\(sum)\""))
  }

  @Test func `a coefficient edited by hand is refused`() {
    let text = String(decoding: SampleModel.bytes, as: UTF8.self)
    let edited = text.replacingOccurrences(of: "-0.03125", with: "-0.13125")
    #expect(edited != text)
    let error = #expect(throws: ModelError.altered(path: "m")) { try ModelFile.parsed(Array(edited.utf8), path: "m") }
    #expect(error?.problem.kind.exitCode == 77)
  }

  @Test func `another layout of the same content is refused even with a fitting checksum`() throws {
    for (old, new) in [("\"link\": ", "\"link\":  "), ("0.75,", "0.750,"), ("[1, 2.5", "[1,2.5"), ("7043", "7043 ")] {
      let text = String(decoding: SampleModel.bytes, as: UTF8.self)
      let changed = text.replacingOccurrences(of: old, with: new)
      #expect(changed != text)
      let resealed = Self.resealed(changed)
      #expect(throws: ModelError.self, "\(old)") { try ModelFile.parsed(resealed, path: "m") }
    }
    #expect(
      try ModelFile.parsed(Self.resealed(String(decoding: SampleModel.bytes, as: UTF8.self)), path: "m").fit.rows
        == 7043)
  }

  @Test func `duplicate keys, trailing commas, comments and overflowing numbers are refused with a fitting checksum`() {
    for (old, new) in [
      ("\"link\": \"logit\",", "\"link\": \"logit\",\n    \"link\": \"logit\","), ("\"logit\",", "\"logit\",,"),
      ("\"logit\",", "\"logit\", // x"), ("-0.03125", "1e999"), ("-0.03125", "NaN"), ("-0.03125", "-0.031250"),
    ] {
      let text = String(decoding: SampleModel.bytes, as: UTF8.self)
      let changed = text.replacingOccurrences(of: old, with: new)
      #expect(changed != text)
      #expect(malformation(of: Self.resealed(changed)) != nil, "\(new)")
    }
  }

  @Test(arguments: [
    ([0x1F, 0x8B, 8], "a gzip archive"), ([0x89, 0x50, 0x4E, 0x47], "a PNG image"),
    ([0x80, 4, 0x95], "a Python pickle"),
    ([0x80, 2, 0x63], "a Python pickle"), ([0x50, 0x4B, 3, 4], "a zip archive"),
    ([0x78, 0x9C, 1], "a compressed joblib file"),
    ([8, 7, 0x12, 8], "a binary file"), (Array("<?xml version=\"1.0\"?><PMML/>".utf8), "XML or HTML"),
    ([0x60, 1, 0, 0, 0, 0, 0, 0] + Array("{\"a\":1}".utf8), "a binary file"), ([], "an empty file"),
    (Array("id,churn\n1,0\n".utf8), "text"), (Array("{}\n".utf8), "JSON of another kind"),
    (Array("{\"a\": [1, 2".utf8), "damaged JSON"), (Array("PAR1".utf8), "a Parquet file"),
  ])
  func `a file of another kind is named and not tried`(bytes: [UInt8], name: String) {
    let error = #expect(throws: ModelError.notAModel(path: "m", looksLike: name)) {
      try ModelFile.parsed(bytes, path: "m")
    }
    #expect(error?.problem.kind.exitCode == 65)
  }

  @Test func `older formats than the first do not exist and newer ones are told apart`() throws {
    #expect(throws: ModelError.newerFormat(path: "m", found: 2)) {
      try ModelFile.parsed(SampleModel.sealed(format: 2) { $0[at: "unheard-of"] = 1 }, path: "m")
    }
    #expect(throws: ModelError.newerFormat(path: "m", found: 9)) {
      try ModelFile.parsed(Array("{\"format\": 9, \"whatever\": []}".utf8), path: "m")
    }
    for format in [0, -1] {
      #expect(malformation(of: try SampleModel.sealed(format: format) { _ in })?.path == "format")
    }
    let text = String(decoding: SampleModel.bytes, as: UTF8.self)
    for (old, new) in [("\"format\": 1,", "\"format\": \"1\","), ("  \"format\": 1,\n", "")] {
      let changed = text.replacingOccurrences(of: old, with: new)
      #expect(changed != text)
      #expect(throws: ModelError.self) { try ModelFile.parsed(Self.resealed(changed), path: "m") }
    }
  }

  @Test func `ten megabytes of brackets are refused quickly`() {
    #expect(throws: ModelError.self) {
      try ModelFile.parsed([UInt8](repeating: UInt8(ascii: "["), count: 10 << 20), path: "m")
    }
    let deep = Array("{\"a\":".utf8) + [UInt8](repeating: UInt8(ascii: "["), count: 10 << 20)
    #expect(throws: ModelError.self) { try ModelFile.parsed(deep, path: "m") }
  }

  /// The text with the checksum that fits it.
  static func resealed(_ text: String) -> [UInt8] {
    let start = text.range(of: "sha256:")!.upperBound
    let end = text.index(start, offsetBy: 64)
    let blank = text.replacingCharacters(in: start..<end, with: String(repeating: "0", count: 64))
    return Array(text.replacingCharacters(in: start..<end, with: Scratch.sha256(of: Array(blank.utf8))).utf8)
  }
}
