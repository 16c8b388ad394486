/// Both limits at once: the best `contacts` accounts by EV − λ·spend, for the smallest λ that keeps the budget.
///
/// The spend of the chosen never rises with λ, so bisection finds it. At that λ some accounts are worth the same; as
/// many of them as still fit change places, since every such change earns λ per unit of money.
struct MultiplierSearch {
  let candidates: Candidates
  let contacts: Int
  let money: Double

  func choice() -> Candidates.Choice {
    guard contacts > 0, money >= 0, !candidates.rows.isEmpty else { return Candidates.Choice(rows: []) }
    var low = 0.0
    var high = candidates.values.indices.reduce(1.0) { most, index in
      let spend = candidates.spends[index]
      return spend > 0 ? max(most, 2 * candidates.values[index] / spend) : most
    }
    while high - low > 1e-13 * high {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if candidates.spend(of: best(middle)) <= money { high = middle } else { low = middle }
    }
    let chosen = filled(best(high), towards: best(low))
    var choice = candidates.choice(chosen)
    choice.priceOfMoney = high
    choice.priceOfContact = priceOfContact(high, chosen)
    return choice
  }

  private func worth(_ position: Int, _ multiplier: Double) -> Double {
    candidates.values[position] - multiplier * candidates.spends[position]
  }

  /// The best positions at a multiplier: at most `contacts`, each worth more than nothing; in row order, ties by row.
  private func best(_ multiplier: Double) -> [Int32] {
    let worths = candidates.values.indices.map { worth($0, multiplier) }
    let positive = worths.filter { $0 > 0 }
    guard positive.count > contacts else { return positions(worths) { $0 > 0 } }
    let edge = Selection.largest(contacts, of: positive)
    let above = positive.count { $0 > edge }
    var room = contacts - above
    return positions(worths) { worth in
      guard worth == edge else { return worth > edge }
      room -= 1
      return room >= 0
    }
  }

  private func positions(_ worths: [Double], where isTaken: (Double) -> Bool) -> [Int32] {
    worths.indices.filter { isTaken(worths[$0]) }.map { Int32($0) }
  }

  /// Moves from a set that keeps the budget towards one that does not, as far as the money goes.
  private func filled(_ kept: [Int32], towards wanted: [Int32]) -> [Int32] {
    let (inKept, inWanted) = (Set(kept), Set(wanted))
    var leaving = bySpend(kept.filter { !inWanted.contains($0) })
    var (count, spent) = (kept.count, candidates.spend(of: kept))
    var (added, dropped): ([Int32], Set<Int32>) = ([], [])
    for new in bySpend(wanted.filter { !inKept.contains($0) }) {
      let replaced = count >= contacts ? leaving.popLast() : nil
      if count >= contacts, replaced == nil { break }
      let change = candidates.spends[Int(new)] - (replaced.map { candidates.spends[Int($0)] } ?? 0)
      let gain = candidates.values[Int(new)] - (replaced.map { candidates.values[Int($0)] } ?? 0)
      guard gain > 0 else { continue }
      guard spent + change <= money else { break }
      if let replaced { dropped.insert(replaced) } else { count += 1 }
      added.append(new)
      spent += change
    }
    let chosen = kept.filter { !dropped.contains($0) } + added
    return chosen.sorted { (candidates.values[Int($1)], $0) < (candidates.values[Int($0)], $1) }
  }

  private func bySpend(_ positions: [Int32]) -> [Int32] {
    positions.sorted { (candidates.spends[Int($0)], $0) < (candidates.spends[Int($1)], $1) }
  }

  /// What the best account left out would add to the worth of the chosen.
  private func priceOfContact(_ multiplier: Double, _ chosen: [Int32]) -> Double {
    guard chosen.count == contacts else { return 0 }
    let taken = Set(chosen)
    var best = 0.0
    for position in candidates.values.indices where !taken.contains(Int32(position)) {
      best = max(best, worth(position, multiplier))
    }
    return best
  }
}
