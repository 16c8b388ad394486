/// Fits a logistic regression.
///
///     minimise  Σ wᵢ·(log(1 + exp ηᵢ) − yᵢ·ηᵢ) + λ/2·Σⱼ (scaleⱼ·slopeⱼ)²,   ηᵢ = intercept + Σⱼ slopeⱼ·xᵢⱼ
///
/// Columns are standardised inside; constant and (without a penalty) collinear ones are dropped, the last in file order
/// of each set; separated labels are found and named. Everything returned is on the original scale. The same input
/// gives the same bits for any number of threads.
///
/// From 400,000 rows on the search starts at the optimum of a sample, every k-th block of rows, or at the start that is
/// given, and the sample improves its steps (docs/decisions/0011, 0013, 0015).
///
/// - Parameters:
///   - input: design, labels, weights and clusters.
///   - options: checked options.
///   - observe: told of every point of the iteration.
/// - Returns: the fit, with a status that says how it ended.
/// - Throws: where there is no answer: no rows, one class, bad weights, too few rows for the columns without a penalty.
/// - Complexity: O(n·p²) for each of some 6 to 9 passes from slopes 0, 3 or 4 from a sample's optimum,
///   2 where it goes on from a fit of a part.
public func fitLogistic(
  _ input: FitInput, _ options: CheckedFitOptions, observing observe: ((IterationRecord) -> Void)? = nil
) throws(FittingError) -> Fit {
  try fitLogistic(input, options, continuing: nil, observing: observe).fit
}

/// Fits a logistic regression likewise, and goes on where a fit of some of the rows has ended.
///
/// - Parameter continuation: of a fit whose chosen rows and companions together are the rows that count here, over a
///   design of equal cells; another is not used.
/// - Returns: the fit, and where the input has companions and rows are many, what a fit of both together can start from.
public func fitLogistic(
  _ input: FitInput, _ options: CheckedFitOptions, continuing continuation: FitContinuation?,
  observing observe: ((IterationRecord) -> Void)? = nil
) throws(FittingError) -> (fit: Fit, continuation: FitContinuation?) {
  let preparation = try FitPreparation(input, options.options, continuing: continuation)
  let run = FitRun(preparation: preparation, options: options.options, observe: observe)
  if preparation.penaltyWeights.isEmpty {
    return try run.fit(NoPenalty())
  }
  return try run.fit(RidgePenalty(weights: preparation.penaltyWeights))
}
