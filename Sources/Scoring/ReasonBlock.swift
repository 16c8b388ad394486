import CKernels

/// Rows in hand: the contributions of the feature at work, and each row's strongest so far.
final class ReasonBlock {
  static let capacity = 1024
  /// Contributions of one feature.
  let values: UnsafeMutableBufferPointer<Double>
  private let codes: UnsafeMutablePointer<Int32>
  private let strongest: UnsafeMutablePointer<Double>
  private let featureOf: UnsafeMutablePointer<Int64>
  private let features: Int

  init(features: Int) {
    self.features = features
    values = .allocate(capacity: Self.capacity)
    values.initialize(repeating: 0)
    codes = .allocate(capacity: Self.capacity * max(1, features))
    codes.initialize(repeating: -1, count: Self.capacity * max(1, features))
    strongest = .allocate(capacity: Self.capacity * ScoredRows.reasonsPerRow)
    featureOf = .allocate(capacity: Self.capacity * ScoredRows.reasonsPerRow)
    clear()
  }

  deinit {
    values.deallocate()
    codes.deallocate()
    strongest.deallocate()
    featureOf.deallocate()
  }

  /// Forgets the rows.
  func clear() {
    strongest.initialize(repeating: 0, count: Self.capacity * ScoredRows.reasonsPerRow)
    featureOf.initialize(repeating: -1, count: Self.capacity * ScoredRows.reasonsPerRow)
  }

  /// Room for a feature's codes; a feature without codes leaves −1 there.
  func codes(ofFeature feature: Int) -> UnsafeMutableBufferPointer<Int32> {
    UnsafeMutableBufferPointer(start: codes + feature * Self.capacity, count: Self.capacity)
  }

  /// Adds the contributions to the logits and keeps the strongest reasons, earlier features first among equals.
  func fold(feature: Int, count: Int, into logits: UnsafeMutablePointer<Double>) {
    guard let values = values.baseAddress else { return }
    churn_add(count, values, logits)
    churn_keep_strongest(count, values, Int64(feature), Self.capacity, strongest, featureOf)
  }

  /// Writes the strongest reasons of each row.
  func write(count: Int, to reasons: UnsafeMutablePointer<ScoredRows.Reason>) {
    let kept = ScoredRows.reasonsPerRow
    for row in 0..<count {
      for place in 0..<kept {
        let feature = Int(featureOf[place * Self.capacity + row])
        let reason = ScoredRows.Reason(
          feature: Int32(truncatingIfNeeded: feature), code: feature < 0 ? -1 : codes[feature * Self.capacity + row],
          contribution: strongest[place * Self.capacity + row])
        (reasons + row * kept + place).initialize(to: reason)
      }
    }
  }
}
