/// The AUC of two scores of the same accounts, and their difference, by DeLong's paired method.
///
/// Where an account has several rows, the placements are summed by account first (Obuchowski's clustered form, which
/// is DeLong's when every account has one row).
/// - SeeAlso: DeLong et al. (1988), doi:10.2307/2531595; Obuchowski (1997), doi:10.2307/2533958.
public struct PairedAreas: Sendable, Equatable {
  /// The first score's.
  public var a: AreaUnderCurve
  /// The second score's.
  public var b: AreaUnderCurve
  /// Of the two AUCs.
  public var covariance: Double
  /// B − A.
  public var difference: Double
  /// Of the difference; computed from differences of placements, so that equal scores give exactly 0.
  public var standardError: Double

  /// The difference in standard errors; `nil` where the error is 0.
  public var z: Double? { standardError > 0 ? difference / standardError : nil }
  /// Two-sided p; `nil` where the error is 0.
  public var pValue: Double? { z.map(Normal.twoSidedTail) }
  /// Lower end of the difference's interval.
  public var lower: Double { difference - Normal.twoSidedQuantile(a.confidence) * standardError }
  /// Upper end of the difference's interval.
  public var upper: Double { difference + Normal.twoSidedQuantile(a.confidence) * standardError }
  /// Which ranks better, or cannot tell.
  public var verdict: Verdict { Verdict(lower: lower, upper: upper) }

  /// Compares two scores.
  ///
  /// - Parameters:
  ///   - labels: what happened.
  ///   - scores: of A and of B.
  ///   - clusters: the account of each row where an account has several.
  /// - Returns: `nil` with fewer than two accounts of either outcome.
  /// - Throws: as `ScoredAccounts`.
  /// - Complexity: O(n).
  public init?(
    labels: [UInt8], scores: (a: [Double], b: [Double]), clusters: Clusters? = nil, confidence: Double = 0.95
  ) throws(EvaluationError) {
    let first = try ScoredAccounts(labels: labels, scores: scores.a)
    let second = try ScoredAccounts(labels: labels, scores: scores.b)
    if let clusters, clusters.codes.count != labels.count {
      throw .lengthMismatch(what: "the account of a row", expected: labels.count, found: clusters.codes.count)
    }
    guard first.churnerCount > 1, first.stayerCount > 1 else { return nil }
    let errors = AreaErrors(labels: labels, clusters: clusters)
    guard errors.isDefined else { return nil }
    let (ofA, ofB) = (Placements(first).values, Placements(second).values)
    let (centredA, areaA) = errors.centred(ofA)
    let (centredB, areaB) = errors.centred(ofB)
    a = AreaUnderCurve(value: areaA, variance: errors.covariance(centredA, centredA), confidence: confidence)
    b = AreaUnderCurve(value: areaB, variance: errors.covariance(centredB, centredB), confidence: confidence)
    covariance = errors.covariance(centredA, centredB)
    difference = areaB - areaA
    let change = zip(centredA, centredB).map { $1 - $0 }
    standardError = max(0, errors.covariance(change, change)).squareRoot()
  }
}

extension AreaUnderCurve {
  /// AUC of rows of which several may belong to one account, with Obuchowski's clustered variance.
  ///
  /// - Returns: `nil` when one outcome is missing.
  /// - Complexity: O(n).
  public init?(_ accounts: ScoredAccounts, clusters: Clusters, confidence: Double = 0.95) {
    precondition(clusters.codes.count == accounts.count, "one account per row")
    guard accounts.churnerCount > 0, accounts.stayerCount > 0 else { return nil }
    let errors = AreaErrors(labels: accounts.labels, clusters: clusters)
    let (centred, area) = errors.centred(Placements(accounts).values)
    let variance = errors.isDefined ? errors.covariance(centred, centred) : nil
    self.init(value: area, variance: variance, confidence: confidence)
  }
}

/// Covariances of AUCs from placements.
private struct AreaErrors {
  let labels: [UInt8]
  let clusters: Clusters?
  /// Rows of each outcome.
  let rows: (churners: Double, stayers: Double)
  /// Accounts that have a row of each outcome, and all.
  let groups: (churners: Double, stayers: Double, all: Double)

  init(labels: [UInt8], clusters: Clusters?) {
    self.labels = labels
    self.clusters = clusters
    let churners = labels.reduce(0) { $0 + Int($1) }
    rows = (Double(churners), Double(labels.count - churners))
    guard let clusters else {
      groups = (rows.churners, rows.stayers, Double(labels.count))
      return
    }
    var has = [UInt8](repeating: 0, count: clusters.count)
    for (row, label) in labels.enumerated() { has[Int(clusters.codes[row])] |= label == 1 ? 1 : 2 }
    groups = (
      Double(has.count { $0 & 1 != 0 }), Double(has.count { $0 & 2 != 0 }), Double(clusters.count)
    )
  }

  var isDefined: Bool { groups.churners > 1 && groups.stayers > 1 }

  /// Placements less their mean, the AUC, which both classes share.
  func centred(_ placements: [Double]) -> (values: [Double], area: Double) {
    var sum = 0.0
    for (row, label) in labels.enumerated() where label == 1 { sum += placements[row] }
    let area = sum / rows.churners
    return (placements.map { $0 - area }, area)
  }

  func covariance(_ first: [Double], _ second: [Double]) -> Double {
    guard let clusters else {
      var (ofChurners, ofStayers) = (0.0, 0.0)
      for (row, label) in labels.enumerated() {
        let product = first[row] * second[row]
        if label == 1 { ofChurners += product } else { ofStayers += product }
      }
      return ofChurners / (rows.churners - 1) / rows.churners + ofStayers / (rows.stayers - 1) / rows.stayers
    }
    let mask = labels.map(Double.init)
    let churners = (clusters.sums(product(first, mask)), clusters.sums(product(second, mask)))
    let stayMask = mask.map { 1 - $0 }
    let stayers = (clusters.sums(product(first, stayMask)), clusters.sums(product(second, stayMask)))
    let s10 = dot(churners.0, churners.1) * groups.churners / (groups.churners - 1) / rows.churners
    let s01 = dot(stayers.0, stayers.1) * groups.stayers / (groups.stayers - 1) / rows.stayers
    let cross = (dot(churners.0, stayers.1) + dot(stayers.0, churners.1)) * groups.all / (groups.all - 1)
    return s10 / rows.churners + s01 / rows.stayers + cross / (rows.churners * rows.stayers)
  }

  private func product(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 * $1 } }
  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
