/// What version B earns more than version A per account, on the same accounts, and how sure it is.
///
///     mean = Σ dᵢ/n;   SE² = G/(G−1) · Σ_g (Σ_{i in g} (dᵢ − mean))²/n²
///
/// over the G accounts: the paired error of a mean, where rows of one account count as one observation.
/// - SeeAlso: Cameron, Miller (2015), doi:10.3368/jhr.50.2.317, for the clustered error.
public struct ProfitDifference: Sendable, Equatable {
  /// Rows compared.
  public var count: Int
  /// Independent accounts; fewer than rows where an account has several.
  public var clusterCount: Int
  /// B − A per row [money].
  public var mean: Double
  /// Of the mean; `nil` with fewer than two accounts.
  public var standardError: Double?
  /// Of the interval.
  public var confidence: Double

  /// B − A over all rows [money].
  public var total: Double { mean * Double(count) }
  /// Lower end of the normal interval of the mean.
  public var lower: Double? { standardError.map { mean - z * $0 } }
  /// Upper end of the normal interval of the mean.
  public var upper: Double? { standardError.map { mean + z * $0 } }
  /// A, B, or cannot tell.
  public var verdict: Verdict {
    guard let lower, let upper else { return .cannotTell }
    return Verdict(lower: lower, upper: upper)
  }

  private var z: Double { Normal.twoSidedQuantile(confidence) }

  /// Compares two treatments of the same accounts.
  ///
  /// - Parameters:
  ///   - treatments: whom A and whom B treats; length n each.
  ///   - labels: what happened.
  ///   - payoffs: what treating earns; the fixed cost counts for a version that treats anybody.
  ///   - clusters: the account of each row where an account has several.
  /// - Complexity: O(n).
  public init(
    _ treatments: (a: [Bool], b: [Bool]), labels: [UInt8], _ payoffs: Payoffs, clusters: Clusters? = nil,
    confidence: Double = 0.95
  ) {
    let (a, b) = treatments
    precondition(a.count == labels.count && b.count == labels.count && payoffs.count == labels.count)
    self.init(rows: labels.count, clusters, confidence) { row in
      Self.difference(a[row], b[row], payoffs, row, labels[row])
    }
    let campaigns = (treatments.b.contains(true) ? 1.0 : 0) - (treatments.a.contains(true) ? 1.0 : 0)
    mean -= campaigns * payoffs.fixedCost / Double(count)
  }

  /// Compares from the difference of every row.
  ///
  /// - Parameter differences: B − A per row [money].
  /// - Complexity: O(n).
  public init(differences: [Double], clusters: Clusters? = nil, confidence: Double = 0.95) {
    self.init(rows: differences.count, clusters, confidence) { differences[$0] }
  }

  @inline(__always)
  private init(rows: Int, _ clusters: Clusters?, _ confidence: Double, _ difference: (Int) -> Double) {
    precondition(rows > 0, "a comparison needs accounts")
    precondition(clusters.map { $0.codes.count == rows } ?? true, "one account per row")
    count = rows
    self.confidence = confidence
    let n = Double(rows)
    let mean = (0..<rows).reduce(0) { $0 + difference($1) } / n
    self.mean = mean
    let squares: Double
    if let clusters {
      let grouped = clusters.sums((0..<rows).map { difference($0) - mean })
      clusterCount = grouped.count
      squares = grouped.reduce(0) { $0 + $1 * $1 }
    } else {
      clusterCount = rows
      squares = (0..<rows).reduce(0) { sum, row in
        let deviation = difference(row) - mean
        return sum + deviation * deviation
      }
    }
    guard clusterCount > 1 else { return }
    let groups = Double(clusterCount)
    standardError = (squares * groups / (groups - 1)).squareRoot() / n
  }

  @inline(__always)
  private static func difference(_ a: Bool, _ b: Bool, _ payoffs: Payoffs, _ row: Int, _ label: UInt8) -> Double {
    a == b ? 0 : (b ? 1 : -1) * payoffs.gain(row, label: label)
  }

  /// B − A of every row, the fixed cost left out [money].
  public static func rows(
    _ treatments: (a: [Bool], b: [Bool]), labels: [UInt8], _ payoffs: Payoffs
  ) -> [Double] {
    let (a, b) = treatments
    precondition(a.count == labels.count && b.count == labels.count && payoffs.count == labels.count)
    return labels.indices.map { difference(a[$0], b[$0], payoffs, $0, labels[$0]) }
  }

  /// The smallest true difference that data like these would show, with a given power [money per account].
  ///
  ///     (z_confidence + z_power)·SE
  public func smallestDetectable(power: Double = 0.8) -> Double? {
    standardError.map { (z + Normal.quantile(power)) * $0 }
  }

  /// Accounts that would be needed, in all, for a true difference to show with a given power.
  ///
  ///     G·((z_confidence + z_power)·SE/|difference|)²
  ///
  /// - Parameter difference: the true difference per row; by default the one observed.
  /// - Returns: `nil` for no difference, or one that needs more accounts than can be counted.
  public func accountsNeeded(toShow difference: Double? = nil, power: Double = 0.8) -> Int? {
    guard let detectable = smallestDetectable(power: power) else { return nil }
    let ratio = detectable / abs(difference ?? mean)
    let needed = (Double(clusterCount) * ratio * ratio).rounded(.up)
    return needed < 9e18 ? Int(needed) : nil
  }
}
