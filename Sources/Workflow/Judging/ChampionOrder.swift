import Diagnostics

/// Which of the versions is the champion, and who challenges it.
struct ChampionOrder: Sendable {
  /// Against whom the others are compared.
  let champion: JudgingData.Subject
  /// The others in the order given.
  let challengers: [JudgingData.Subject]

  /// Finds the champion by the reference or name given; the first version where none is.
  /// - Precondition: at least two versions.
  init(_ wished: String?, _ data: JudgingData) throws(Problem) {
    var place = 0
    if let wished {
      let names = data.subjects.map(\.name)
      guard let found = data.subjects.firstIndex(where: { $0.name == wished || $0.reference == wished }) else {
        throw Problem(
          .usage, code: "judge.champion", "\(wished) is not among the versions compared (--champion)",
          remedies: names.map { "--champion \($0)" })
      }
      place = found
    }
    var others = data.subjects
    champion = others.remove(at: place)
    challengers = others
  }
}
