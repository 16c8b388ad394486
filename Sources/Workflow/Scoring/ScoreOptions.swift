/// Everything that `churn score` can be asked for, as a value.
public struct ScoreOptions: Sendable, Equatable {
  /// Name, `name@version`, `name@alias`, or path of a model.
  public var model: String
  /// The accounts; `-` is standard input.
  public var input: String
  /// The score file; `-` is standard output.
  public var output: String
  /// Whether an existing score file is replaced.
  public var replaces = false
  /// How scores are written.
  public var format = Format.csv
  /// The id column, where it is not the one of training.
  public var id: String?
  /// Whether every contribution is written too.
  public var writesContributions = false
  /// Whether ids that a spreadsheet would run get an apostrophe.
  public var isSpreadsheetSafe = false
  /// Folder of the store.
  public var store = "models"
  /// Where the curve of profit by depth is written, if anywhere.
  public var plan: String?
  /// Whether accounts are ranked under a campaign; without ranks, limits and fixed cost the input is passed once.
  public var ranks = true
  /// The economics of the decision.
  public var economics = EconomicsOptions()
  /// How the input is read.
  public var reading = InputOptions()

  /// Creates options.
  public init(model: String, input: String, output: String) {
    self.model = model
    self.input = input
    self.output = output
  }

  /// Formats of score files.
  public enum Format: String, Sendable, CaseIterable {
    /// Comma-separated values with a header.
    case csv
    /// One JSON object a line.
    case jsonl
  }
}
