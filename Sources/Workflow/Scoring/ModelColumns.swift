import Diagnostics
import Features
import Ingest
import Models

/// Which columns of a data file a model needs, and as what.
struct ModelColumns: Sendable {
  /// One wish per column of the header.
  let wishes: [ColumnWish]
  /// Columns that nobody asked for.
  let ignored: [String]

  /// Looks the model's columns up in a header.
  ///
  /// - Parameter others: further columns, each with its wish.
  /// - Throws: `.missingColumns` with the full list.
  init(
    _ models: [TrainedModel], header: CSVHeader, others: [String: ColumnWish], file: String
  ) throws {
    var needed: [String: ColumnWish] = [:]
    var absent: [String] = []
    for model in models {
      for feature in model.blueprint.features {
        guard let wish = feature.encoding.wish else { continue }
        needed[feature.name] = wish
        if !header.names.contains(feature.name), !absent.contains(feature.name) { absent.append(feature.name) }
      }
    }
    guard absent.isEmpty else {
      var problem = FeatureError.missingColumns(absent, present: header.names).problem
      problem.location = .init(file: file)
      throw problem
    }
    wishes = header.names.map { others[$0] ?? needed[$0] ?? .skip }
    ignored = zip(header.names, wishes).filter { $0.1 == .skip }.map(\.0)
  }

  /// A note on columns that are not used; known ones of the training file are not worth one.
  func notices(known: Set<String>) -> [Notice] {
    let strange = ignored.filter { !known.contains($0) }
    guard !strange.isEmpty else { return [] }
    let names = strange.prefix(10).map(\.escapedForDisplay).joined(separator: ", ")
    return [
      Notice(
        .note, code: "columns.ignored",
        "\(strange.count == 1 ? "column" : "columns") not used by the model: \(names)"
          + (strange.count > 10 ? ", … (\(strange.count) in all)" : ""))
    ]
  }
}

extension Blueprint.Encoding {
  /// How a column of this encoding is read for scoring; `nil` when it is not needed.
  fileprivate var wish: ColumnWish? {
    switch self {
    case .number: .number
    case .boolean, .category: .category
    case .ignored: nil
    }
  }
}
