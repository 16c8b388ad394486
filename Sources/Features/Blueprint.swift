public import Tables

/// What training learned about columns, frozen: how each feature of a table becomes terms of the model.
///
/// A blueprint is learned once, from training rows, and replayed for ever after; scoring learns nothing. Features stand
/// in the order of the training file; the terms of a feature stand together.
public struct Blueprint: Sendable, Equatable {
  /// The features, in file order.
  public var features: [Feature]

  /// Creates a blueprint.
  public init(features: [Feature]) { self.features = features }

  /// One column of the table and its encoding.
  public struct Feature: Sendable, Equatable {
    /// The column's name.
    public var name: String
    /// How its cells become terms.
    public var encoding: Encoding

    /// Creates a feature.
    public init(name: String, encoding: Encoding) {
      self.name = name
      self.encoding = encoding
    }
  }

  /// The encodings.
  public enum Encoding: Sendable, Equatable {
    /// One term, named like the column; a missing cell takes the training mean.
    case number(NumberEncoding)
    /// Text of two values as 1 and 0; one term, named like the column.
    case boolean(NumberEncoding)
    /// One term `column=level` for each level but the reference.
    case category(CategoryEncoding)
    /// No term: the column was all missing; scoring accepts it present or absent.
    case ignored
  }

  /// A number's or boolean's encoding.
  public struct NumberEncoding: Sendable, Equatable {
    /// Mean of the training cells that have a value; in the column's unit.
    public var mean: Double
    /// Share of training rows without a value when the term `column:missing` exists, else `nil`.
    public var missingShare: Double?

    /// Creates an encoding.
    public init(mean: Double, missingShare: Double?) {
      self.mean = mean
      self.missingShare = missingShare
    }
  }

  /// A category's encoding.
  public struct CategoryEncoding: Sendable, Equatable {
    /// The level without a term; all others are measured against it.
    public var reference: ExactText
    /// Levels with a term, in the order of their bytes; pooled and missing last.
    public var levels: [Level]

    /// Creates an encoding.
    public init(reference: ExactText, levels: [Level]) {
      self.reference = reference
      self.levels = levels
    }
  }

  /// A level that has a term.
  public struct Level: Sendable, Equatable {
    /// The level's name; `other` when pooled, `missing` for missing cells.
    public var name: ExactText
    /// Share of the training rows that hold it, 0…1.
    public var share: Double
    /// What besides the level's own text it stands for.
    public var role: Role

    /// Creates a level.
    public init(name: ExactText, share: Double, role: Role = .own) {
      self.name = name
      self.share = share
      self.role = role
    }

    /// What a level stands for.
    public enum Role: String, Sendable {
      /// Its own text only.
      case own
      /// Every level that has no term: those too rare in training, and those unseen there.
      case pooled
      /// Missing cells.
      case missing
    }
  }
}

extension Blueprint {
  /// One column of the design.
  public struct Term: Sendable, Equatable {
    /// `column`, `column=level` or `column:missing`.
    public var name: String
    /// Index of its feature.
    public var feature: Int
    /// Mean of the term over the training rows, after missing cells were filled.
    public var mean: Double
  }

  /// The terms in file order, the intercept not among them.
  public var terms: [Term] {
    features.enumerated().flatMap { index, feature -> [Term] in
      switch feature.encoding {
      case .number(let encoding), .boolean(let encoding):
        [Term(name: feature.name, feature: index, mean: encoding.mean)]
          + (encoding.missingShare.map { [Term(name: feature.name + ":missing", feature: index, mean: $0)] } ?? [])
      case .category(let encoding):
        encoding.levels.map {
          Term(name: feature.name + "=" + $0.name.string, feature: index, mean: $0.share)
        }
      case .ignored: []
      }
    }
  }
}
