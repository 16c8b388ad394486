import LinearAlgebra

extension InMemorySums {
  /// A sample's rows, weighed so that each level of the category of most levels has as much curvature at a point, compared
  /// with the others, as it has among all rows: a level is a stratum, and how many of its rows fell into the sample, and
  /// how many of these churned, is known to be chance.
  ///
  /// - Parameter curvature: that of all rows at the point.
  /// - Returns: the same sums where no category has many levels.
  /// - Complexity: a pass.
  func stratified(toMatch curvature: ArrowMatrix, at point: Coefficients) throws(FittingError) -> InMemorySums {
    let dense = basis.dense.count + 1
    guard !curvature.isDense,
      let factor = basis.levelRanges.firstIndex(where: { $0.lowerBound + dense == curvature.tailPlaces.lowerBound })
    else { return self }
    let own = try sums(at: point, upTo: .roughCurvature).curvature
    let whole = curvature[0, 0] / own[0, 0]
    let weight = { (all: Double, sampled: Double) in
      // a level that the sample hardly has cannot be made up for
      all > 0 && sampled > 0 ? min(8, max(0.125, all / sampled / whole)) : 1
    }
    let ofLevels = zip(curvature.tail, own.tail).map(weight)
    let ofReference = weight(
      curvature[0, 0] - curvature.tail.reduce(0, +), own[0, 0] - own.tail.reduce(0, +))
    let first = Int32(basis.levelRanges[factor].lowerBound)
    let weights = forEachGroup { group, space in
      plan.blocks(ofGroup: group).flatMap { rows -> [Double] in
        guard space.load(rows, keeping: nil, of: observations) else { return [] }
        let codes = UnsafeBufferPointer(start: space.places + factor * space.capacity, count: space.count)
        return codes.map { $0 < 0 ? ofReference : ofLevels[Int($0 - first)] }
      }
    }
    return InMemorySums(
      observations.weighed(by: weights.flatMap(\.self)), basis, loss: loss, threads: plan.threads)
  }
}
