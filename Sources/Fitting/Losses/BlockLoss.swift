import LinearAlgebra

/// A loss that can do a block of rows at once.
protocol BlockLoss: RowLoss {
  /// Writes the weighted slopes and curvatures of a block and adds its weighted loss to a sum.
  func evaluate(_ block: LossBlock, addingTo sum: inout CompensatedSum)
}

/// Some rows: what their loss is made from, and where its derivatives go.
struct LossBlock {
  var count: Int
  var predictors: UnsafePointer<Double>
  var labels: UnsafePointer<UInt8>
  /// `nil` is 1 for all.
  var weights: UnsafePointer<Double>?
  var slopes: UnsafeMutablePointer<Double>
  var curvatures: UnsafeMutablePointer<Double>
}

extension BlockLoss {
  /// Row by row.
  func evaluate(_ block: LossBlock, addingTo sum: inout CompensatedSum) {
    for i in 0..<block.count {
      let terms = terms(at: block.predictors[i], label: block.labels[i])
      let weight = block.weights?[i] ?? 1
      sum.addProduct(weight, terms.value)
      block.slopes[i] = weight * terms.slope
      block.curvatures[i] = weight * terms.curvature
    }
  }
}
