/// The economics given on the command line; `nil` means the literature's default, and the report says so.
///
/// An option given beside a campaign file takes the place of the file's key, and a note says so.
public struct EconomicsOptions: Sendable, Equatable {
  /// A campaign file (docs/campaign.md).
  public var campaign: String?
  /// Value of a saved churner.
  public var value: Double?
  /// Column that holds the value of each account.
  public var valueColumn: String?
  /// Incentive that a contacted account takes.
  public var incentive: Double?
  /// Cost of one contact.
  public var contact: Double?
  /// Acceptance: the mean.
  public var acceptance: Double?
  /// Acceptance as a Beta distribution.
  public var acceptanceBeta: Beta?

  /// Parameters of a Beta distribution.
  public struct Beta: Sendable, Equatable {
    /// α.
    public var alpha: Double
    /// β.
    public var beta: Double

    /// Creates parameters.
    public init(alpha: Double, beta: Double) {
      self.alpha = alpha
      self.beta = beta
    }
  }

  /// Nothing given.
  public init() {}
}
