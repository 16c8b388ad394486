import LinearAlgebra
import Testing

@testable import Fitting

/// Separation told by geometry alone, for two columns: a cone of directions with no negative margin has its edges
/// where two margins are 0, so the cross products of pairs of rows are all that need be tried.
@Suite struct SeparationOracleTests {
  @Test(arguments: 0..<300)
  func `small sets of whole numbers are called separated exactly when they are`(seed: Int) throws {
    var random = SeededGenerator(seed)
    let n = 6 + seed % 14
    let span = 1 + seed % 5
    let x = (0..<n).map { _ in
      [
        1.0, Double(Int.random(in: -span...span, using: &random)),
        Double(Int.random(in: -span...span, using: &random)),
      ]
    }
    let labels = x.map { row in UInt8(row[1] - row[2] + random.normal() * Double(seed % 3) * 0.6 > 0 ? 1 : 0) }
    let design = TestDesign(dense: [x.map { $0[1] }, x.map { $0[2] }])
    guard Set(labels).count == 2, let fit = try? fit(FitInput(rows: design, labels: labels)), fit.kept.count == 2 else {
      return
    }
    let truth = strongest(zip(x, labels).map { row, label in row.map { label == 1 ? $0 : -$0 } })
    #expect((fit.status == .separated) == (truth > 0))
    #expect((fit.certificate.separation != nil) == (truth > 0))
    #expect(fit.status == (truth > 0 ? .separated : .converged))
    if let separation = fit.certificate.separation {
      #expect(separation.rows == truth)
      #expect((separation.kind == .complete) == (truth == n))
    }
  }

  /// The rows that the sum of all separating edges tells apart; 0 when there is none.
  private func strongest(_ signed: [[Double]]) -> Int {
    var sum = [0.0, 0, 0]
    for i in signed.indices {
      for j in signed.indices.dropFirst(i + 1) {
        let (a, b) = (signed[i], signed[j])
        let cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
        for sign in [1.0, -1] {
          let direction = cross.map { sign * $0 }
          let margins = signed.map { $0[0] * direction[0] + $0[1] * direction[1] + $0[2] * direction[2] }
          if margins.allSatisfy({ $0 >= 0 }), margins.contains(where: { $0 > 0 }) {
            sum = zip(sum, direction).map(+)
          }
        }
      }
    }
    return signed.count { $0[0] * sum[0] + $0[1] * sum[1] + $0[2] * sum[2] > 0 }
  }
}
