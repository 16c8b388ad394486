/// What a ranking could earn if the acceptance rate were known before the cut is chosen.
public struct ExpectedMaximumProfit: Sendable, Equatable {
  /// EMPC, per account [money].
  public var perAccount: Double
  /// η: the expected share treated, 0…1. A mixture over cuts: it need not be reachable and is never a call list.
  public var fraction: Double
  /// Corners of the ROC hull, both ends included.
  public var hullCorners: Int
  /// The MPC at the mean acceptance rate.
  public var atMeanAcceptance: MaximumProfit

  /// EMPC − MPC: the most that learning the acceptance rate (a pilot campaign) can be worth, per account [money].
  public var pilotValue: Double { max(0, perAccount - atMeanAcceptance.perAccount) }
}
