import Foundation
import Testing

/// The model of the repository is read and scores as it did when it was committed, for ever.
@Suite struct ReferenceModelTests {
  @Test func `every byte of the committed model is sound`() throws {
    let lines = try Scratch().run("churn models verify telco-reference")
    #expect(lines.first == "telco-reference is sound: 3 files verified.")
  }

  @Test func `its scores are the ones it gave on the first day, digit for digit`() throws {
    let golden = try Repository.text("Tests/NotebookTests/Fixtures/telco-reference-scores.csv")
    let lines = try Scratch().run(
      "head -9 datasets/telco/current.csv | churn score telco-reference - --output - --as csv")
    #expect(lines.count == 9)
    #expect(Self.columns(of: lines) == Self.columns(of: golden.split(separator: "\n").map(String.init)))
  }

  @Test func `an altered byte is refused`() throws {
    let scratch = try Scratch()
    _ = try scratch.run("sed -i 's/\"tenure\"/\"tenurf\"/' models/telco-reference/1/model.json")
    #expect(try scratch.run("churn models verify telco-reference").last == "[exit 65]")
    #expect(
      try scratch.run("churn score telco-reference datasets/telco/current.csv | tail -n +2; exit ${PIPESTATUS[0]}")
        == ["[exit 77]"])
  }

  /// The columns that the golden file has, by name: a later version may write further ones. No cell holds a comma.
  private static func columns(of lines: [String]) -> [[Substring]] {
    let names: [Substring] = [
      "account_id", "p_churn", "expected_value", "decision", "reason_1", "reason_2", "reason_3",
    ]
    let cells = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    return names.map { name in
      guard let place = cells.first?.firstIndex(of: name) else { return [] }
      return cells.map { place < $0.count ? $0[place] : "" }
    }
  }
}
