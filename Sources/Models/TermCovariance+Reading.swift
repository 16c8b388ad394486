import CanonicalJSON
import Tables

extension TermCovariance {
  init(_ cursor: JSONCursor, of terms: [TrainedModel.TermEstimate]) throws(JSONError) {
    try cursor.allow(only: "kind", "terms", "lower")
    let names = try cursor.member("terms")
    let entries = try names.elements()
    guard entries.count <= Self.largestOrder else { throw names.invalid("has more than \(Self.largestOrder) elements") }
    let places = try Self.places(entries, of: terms)
    let lower = try cursor.member("lower")
    var triangle: [Double] = []
    for (index, row) in try lower.elements(count: places.count).enumerated() {
      triangle += try row.numbers(count: index + 1)
      guard triangle[triangle.count - 1] >= 0 else { throw row.invalid("ends with a negative variance") }
    }
    self.init(kind: try cursor.member("kind").word(of: Kind.self), places: places, lowerTriangle: triangle)
  }

  private static func places(
    _ entries: [JSONCursor], of terms: [TrainedModel.TermEstimate]
  ) throws(JSONError) -> [Int] {
    var known = [ExactText(TrainedModel.interceptName): 0]
    for (index, term) in terms.enumerated() where term.droppedReason == nil { known[ExactText(term.term)] = index + 1 }
    var places: [Int] = []
    for entry in entries {
      guard let place = known[ExactText(try entry.string())] else {
        throw entry.invalid("is not a kept term of the model")
      }
      guard places.last.map({ $0 < place }) ?? true else { throw entry.invalid("stands out of order") }
      places.append(place)
    }
    return places
  }
}
