extension ProfitDifference {
  /// The mean of per-row differences with an interval from resampling whole accounts.
  ///
  ///     mean* = Σ w_g·d_g / Σ w_g·m_g,  w_g ~ Poisson(1) per account g with m_g rows
  ///
  /// Accounts with the same difference and number of rows are drawn together, as one Poisson(count): where two versions
  /// agree on most accounts, or money takes few values, a resample costs far less than n draws.
  /// - Parameters:
  ///   - differences: B − A per row [money].
  ///   - clusters: the account of each row where an account has several.
  ///   - resampling: how many, seed, threads; the threads never change the result.
  /// - Complexity: O(n) once, and O(distinct differences) per resample.
  public static func resampled(
    differences: [Double], clusters: Clusters? = nil, _ resampling: Resampling = Resampling()
  ) -> ResampledEstimate {
    precondition(!differences.isEmpty, "a comparison needs accounts")
    let groups = DifferenceGroups(differences, clusters: clusters)
    let value = differences.reduce(0, +) / Double(differences.count)
    let replicates = resampling.map(workspace: {}) { _, stream, _ in groups.mean(from: &stream) }
    return ResampledEstimate(value: value, replicates: replicates, confidence: resampling.confidence)
  }
}

/// Accounts gathered by difference and number of rows.
private struct DifferenceGroups: Sendable {
  /// Differences and rows of accounts like no other.
  var singles: (values: [Double], sizes: [Double]) = ([], [])
  /// Groups of like accounts.
  var groups: [(value: Double, size: Double, count: Int)] = []

  init(_ differences: [Double], clusters: Clusters?) {
    var values = differences
    var sizes: [Double]?
    if let clusters {
      values = clusters.sums(differences)
      sizes = clusters.sums([Double](repeating: 1, count: differences.count))
    }
    let order = RowOrder.descending(values)
    var start = 0
    while start < order.count {
      let value = values[Int(order[start])]
      var end = start
      var bySize: [Int: Int] = [:]
      while end < order.count, values[Int(order[end])] == value {
        bySize[Int(sizes?[Int(order[end])] ?? 1), default: 0] += 1
        end += 1
      }
      for (size, count) in bySize.sorted(by: { $0.key < $1.key }) { add(value, Double(size), count) }
      start = end
    }
  }

  private mutating func add(_ value: Double, _ size: Double, _ count: Int) {
    if count == 1 {
      singles.values.append(value)
      singles.sizes.append(size)
    } else {
      groups.append((value, size, count))
    }
  }

  func mean(from stream: inout ResamplingStream) -> Double {
    var sums = singles.values.withUnsafeBufferPointer { values in
      singles.sizes.withUnsafeBufferPointer { sizes in
        PoissonWeights.weightedSums(values, sizes, from: &stream)
      }
    }
    for group in groups {
      let weight = stream.poisson(group.count)
      sums.value += weight * group.value
      sums.size += weight * group.size
    }
    return sums.size > 0 ? sums.value / sums.size : 0
  }
}
