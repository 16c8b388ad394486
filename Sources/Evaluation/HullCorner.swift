/// A corner of the ROC hull, in counts.
public struct HullCorner: Sendable, Equatable {
  /// T: churners treated.
  public var churners: Int
  /// F: stayers treated.
  public var stayers: Int
  /// Treat when score ≥ threshold; `nil` for nobody.
  public var threshold: Double?
}

extension HullCorner {
  /// Whether the path first → self → last turns right, so that self is a corner of the upper hull.
  func isCorner(after first: HullCorner, before last: HullCorner) -> Bool {
    let rising = (churners - first.churners) * (last.stayers - stayers)
    let running = (stayers - first.stayers) * (last.churners - churners)
    return rising > running
  }

  /// γ_k, clipped to 0…1: the acceptance rate from which this corner beats the one before; 1 where it never does.
  func entry(after previous: HullCorner, _ campaign: Campaign) -> Double {
    let (t, f) = (Double(churners - previous.churners), Double(stayers - previous.stayers))
    return HullCorner.clipped(campaign.contact * t + campaign.costIfStayer * f, over: campaign.margin * t)
  }

  /// The acceptance rate from which this corner also pays the campaign's fixed cost.
  func entryPayingFixedCost(_ campaign: Campaign) -> Double {
    let (t, f) = (Double(churners), Double(stayers))
    let cost = campaign.contact * t + campaign.costIfStayer * f + campaign.fixedCost
    return HullCorner.clipped(cost, over: campaign.margin * t)
  }

  private static func clipped(_ cost: Double, over gain: Double) -> Double {
    gain > 0 ? min(1, max(0, cost / gain)) : 1
  }
}

extension Campaign {
  /// V − d.
  fileprivate var margin: Double { value - incentive }
}
