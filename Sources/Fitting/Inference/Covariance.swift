public import LinearAlgebra

/// The covariance of estimates, on the original scale.
public struct Covariance: Sendable, Equatable {
  /// How it was made.
  public var kind: Kind
  /// The parameters that it covers, in the order of its rows: all, unless the labels are separated.
  public var parameters: [Parameter]
  /// Parameters × parameters.
  public var matrix: Matrix

  /// The ways to make one.
  public enum Kind: String, Sendable {
    /// H⁻¹, H being the curvature of the negative log-likelihood at the end.
    case model
    /// (H + λS)⁻¹ of a ridge: approximate, because a ridge is biased.
    case ridge
    /// H⁻¹·M·H⁻¹·G/(G − 1) over G clusters, M the sum over clusters of the outer products of their gradients.
    ///
    /// - SeeAlso: Liang, Zeger (1986), doi:10.1093/biomet/73.1.13.
    case cluster
    /// (H + λS)⁻¹·M·(H + λS)⁻¹·G/(G − 1): both of the above.
    case ridgeCluster
  }
}

/// A parameter of the model.
public enum Parameter: Sendable, Hashable {
  /// The intercept.
  case intercept
  /// The slope of a column, by its index in the design.
  case slope(Int)
}
