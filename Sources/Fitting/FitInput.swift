public import LinearAlgebra
public import Tables

/// What a fit is made from: numbers only.
public struct FitInput: Sendable {
  /// The design, the intercept not among its columns.
  public var rows: any BlockedRows
  /// The rows that count; `nil` is all. Labels, weights and clusters are for every row of the design all the same.
  public var chosen: RowSet?
  /// Rows besides the chosen ones that a later fit will count: what the passes see of them goes into the continuation.
  public var companions: RowSet?
  /// 0 or 1 for each row.
  public var labels: [UInt8]
  /// A weight for each row, as if the row stood there that many times; `nil` is 1 for all.
  public var weights: [Double]?
  /// The cluster (account) of each row, for errors that allow for rows of one cluster being alike.
  public var clusters: [Int32]?
  /// The place of each column in the order of the file: of a collinear set the last is dropped. `nil` is as they stand.
  public var positions: [Int]?

  /// Creates an input.
  public init(
    rows: any BlockedRows, chosen: RowSet? = nil, companions: RowSet? = nil, labels: [UInt8],
    weights: [Double]? = nil, clusters: [Int32]? = nil, positions: [Int]? = nil
  ) {
    self.rows = rows
    self.chosen = chosen
    self.companions = companions
    self.labels = labels
    self.weights = weights
    self.clusters = clusters
    self.positions = positions
  }
}
