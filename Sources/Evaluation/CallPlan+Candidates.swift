/// The accounts that pay, and the choice among them under limits.
struct Candidates {
  /// Accounts with EV > 0, in row order.
  let rows: [Int32]
  /// EV of every account in `rows` [money].
  let values: [Double]
  /// Expected spend of every account in `rows` [money].
  let spends: [Double]

  struct Choice {
    var rows: [Int32]
    var priceOfContact = 0.0
    var priceOfMoney = 0.0
  }

  init(_ probabilities: [Double], _ payoffs: Payoffs) {
    var (rows, values, spends): ([Int32], [Double], [Double]) = ([], [], [])
    for (row, p) in probabilities.enumerated() {
      let value = payoffs.expectedValue(row, probability: p)
      guard value > 0 else { continue }
      rows.append(Int32(row))
      values.append(value)
      spends.append(payoffs.expectedSpend(row, probability: p))
    }
    (self.rows, self.values, self.spends) = (rows, values, spends)
  }

  func chosen(contacts: Int?, money: Double?) -> Choice {
    switch (contacts, money) {
    case (nil, nil): return choice(order(by: values))
    case (let contacts?, nil): return highestValue(contacts)
    case (nil, let money?): return highestReturn(money)
    case (let contacts?, let money?):
      let byValue = order(by: values).prefix(contacts)
      if spend(of: byValue) <= money { return highestValue(contacts) }
      if rows.count <= contacts { return highestReturn(money) }
      return MultiplierSearch(candidates: self, contacts: contacts, money: money).choice()
    }
  }

  /// Positions among the candidates, highest first; ties by the lower spend, then by row.
  func order(by keys: [Double]) -> [Int32] { RowOrder.descending(keys, thenAscending: spends) }

  func choice<Positions: Sequence<Int32>>(_ positions: Positions) -> Choice {
    Choice(rows: positions.map { rows[Int($0)] })
  }

  func spend<Positions: Sequence<Int32>>(of positions: Positions) -> Double {
    positions.reduce(0) { $0 + spends[Int($1)] }
  }

  private func highestValue(_ contacts: Int) -> Choice {
    let order = order(by: values)
    var choice = choice(order.prefix(contacts))
    if contacts < order.count { choice.priceOfContact = values[Int(order[contacts])] }
    return choice
  }

  private func highestReturn(_ money: Double) -> Choice {
    // Treating for nothing comes first; a zero spend would make the ratio infinite.
    let returns = values.indices.map { spends[$0] > 0 ? values[$0] / spends[$0] : .greatestFiniteMagnitude }
    let order = order(by: returns)
    var spent = 0.0
    var taken = 0
    while taken < order.count, spent + spends[Int(order[taken])] <= money {
      spent += spends[Int(order[taken])]
      taken += 1
    }
    var choice = choice(order.prefix(taken))
    if taken < order.count { choice.priceOfMoney = returns[Int(order[taken])] }
    return choice
  }
}
