import Evaluation
import Files
import Ingest
import Numerals

/// Who is called, and in which order, over all rows of a file: what a first pass finds out for the second.
struct CallList: Sendable {
  /// The decision on each row.
  let decisions: [CallPlan.Decision]
  /// Place of each row in the order of calls, from 1.
  let ranks: [Int32]
  /// What one more call would earn [money].
  let priceOfContact: Double
  /// What one more unit of money would earn.
  let priceOfMoney: Double
  /// First row of each chunk.
  private let firstRows: [Int]
  private let amounts: ExpectedAmounts
  private let order: [Int32]

  /// Passes over the file once.
  ///
  /// - Complexity: 16 bytes a row while it passes (24 with `keepsCurve`), about three times that while it plans.
  init(_ file: CSVFile, _ columns: ModelColumns, _ scorer: ChunkScorer, keepsCurve: Bool) throws {
    let terms = scorer.economics.terms
    var amounts = ExpectedAmounts(fixedCost: terms.fixedCost?.constant ?? 0)
    var firstRows: [Int] = []
    _ = try file.forEachChunk(
      columns.wishes, transform: { try scorer.amounts($0, keepsSaves: keepsCurve) },
      consume: { chunk, _ in
        firstRows.append(amounts.values.count)
        amounts.append(chunk)
      })
    guard amounts.values.count <= Int(Int32.max) else { throw EvaluationError.tooManyAccounts(amounts.values.count) }
    let plan = try amounts.plan(limits: terms.limits)
    let order = amounts.order(plan, limits: terms.limits)
    decisions = plan.decisions
    ranks = ExpectedAmounts.ranks(order)
    (priceOfContact, priceOfMoney) = (plan.priceOfContact, plan.priceOfMoney)
    self.firstRows = firstRows
    self.amounts = keepsCurve ? amounts : ExpectedAmounts()
    self.order = keepsCurve ? order : []
  }

  /// The rows of a chunk.
  func rows(ofChunk chunk: Int, count: Int) -> Range<Int> { firstRows[chunk]..<(firstRows[chunk] + count) }

  /// The depth curve as CSV.
  var curve: [UInt8] {
    var out = Array("depth,accounts,expected_profit,expected_spend,expected_saves\n".utf8)
    for point in amounts.curve(order) {
      out.append(shortest: order.isEmpty ? 0 : Double(point.accounts) / Double(order.count))
      out.append(UInt8(ascii: ","))
      out.append(integer: point.accounts)
      for figure in [point.profit, point.spend, point.saves] {
        out.append(UInt8(ascii: ","))
        out.append(shortest: figure)
      }
      out.append(UInt8(ascii: "\n"))
    }
    return out
  }
}
