/// Something that stops the work, as a person and a scheduler both need it: where, what, and what to try.
///
/// Modules throw their own typed errors and describe them as a `Problem` (see `Diagnosable`); only the program at
/// the top prints one and turns its `kind` into an exit code.
public struct Problem: Error, Sendable, Equatable {
  /// Whose turn it is to act; decides the exit code.
  public var kind: Kind
  /// A stable name for machines, such as `csv.not-a-number`.
  public var code: String
  /// Where it was found, when there is a place.
  public var location: Location?
  /// What is wrong, in one sentence without a full stop and without customers' values.
  public var message: String
  /// What to try, most likely first; an option or a command where there is one.
  public var remedies: [String]

  /// Creates a problem.
  public init(
    _ kind: Kind, code: String, at location: Location? = nil, _ message: String, remedies: [String] = []
  ) {
    self.kind = kind
    self.code = code
    self.location = location
    self.message = message
    self.remedies = remedies
  }
}

extension Problem {
  /// The classes of failure, each with its sysexits code.
  public enum Kind: Int32, Sendable, CaseIterable {
    /// A gate (`--gate`) said no.
    case gate = 10
    /// The command line is wrong.
    case usage = 64
    /// The data are malformed or cannot support the request.
    case badData = 65
    /// An input does not exist or cannot be opened.
    case noInput = 66
    /// A driver or server is not available.
    case unavailable = 69
    /// A mistake of ours.
    case bug = 70
    /// Out of memory or another limit of the system.
    case system = 71
    /// An output cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed.
    case inputOutput = 74
    /// Busy; the same command may work later.
    case busy = 75
    /// Refused by permission, signature or checksum.
    case refused = 77
    /// A configuration file is wrong.
    case configuration = 78

    /// The process exit code.
    public var exitCode: Int32 { rawValue }
  }

  /// A place in a file, as precise as it is known.
  public struct Location: Sendable, Equatable {
    /// The path as the user wrote it.
    public var file: String
    /// The line, counted from 1.
    public var line: Int?
    /// The column's name.
    public var column: String?

    /// Creates a location.
    public init(file: String, line: Int? = nil, column: String? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }
  }
}

/// An error that can describe itself to a person.
public protocol Diagnosable: Error, Sendable {
  /// Where, what, and what to try.
  var problem: Problem { get }
}

extension Problem: Diagnosable {
  /// The problem itself.
  public var problem: Problem { self }
}
