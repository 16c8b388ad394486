import CKernels
import LinearAlgebra

extension LogisticLoss: BlockLoss {
  /// Four rows at a time; within 3 units in the last place of `terms(at:label:)`.
  func evaluate(_ block: LossBlock, addingTo sum: inout CompensatedSum) {
    churn_logistic_rows(
      block.count, block.predictors, block.labels, block.weights, block.slopes, block.curvatures, &sum.high, &sum.low)
  }
}
