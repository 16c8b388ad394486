/// The known names nearest to a mistyped one.
///
/// - Parameters:
///   - name: what was asked for.
///   - known: what exists.
/// - Returns: at most three names within an edit distance of a third of the longer name (at least 2), nearest first,
///   ignoring case.
/// - Complexity: O(known · length²).
public func nearestNames(to name: String, among known: [String]) -> [String] {
  let wanted = Array(name.lowercased().utf8)
  let scored = known.map { (name: $0, distance: editDistance(wanted, Array($0.lowercased().utf8))) }
  return
    scored
    .filter { $0.distance <= max(2, max(wanted.count, $0.name.utf8.count) / 3) }
    .sorted { $0.distance < $1.distance }
    .prefix(3).map(\.name)
}

private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var previous = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var current = [i + 1]
    for (j, y) in b.enumerated() {
      current.append(min(previous[j + 1] + 1, current[j] + 1, previous[j] + (x == y ? 0 : 1)))
    }
    previous = current
  }
  return previous[b.count]
}
