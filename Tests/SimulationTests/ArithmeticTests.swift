import Foundation
import Testing

@testable import Simulation

@Test func `the portable exponential agrees with the library to ten digits`() {
  for step in -7_000...7_000 {
    let x = Double(step) / 10.03
    #expect(abs(exponential(x) / exp(x) - 1) < 2e-10)
  }
  #expect(exponential(0) == 1)
  #expect(exponential(-1e9) > 0 && exponential(1e9).isFinite)
}

@Test func `draws have the moments of their distributions`() {
  var draws = DrawStream(seed: 1, account: 2, month: 3)
  let normals = (0..<40_000).map { _ in draws.normal() }
  #expect(abs(mean(normals)) < 0.02)
  #expect(abs(mean(normals.map { $0 * $0 }) - 1) < 0.03)
  let counts = (0..<40_000).map { _ in Double(poisson(draws.uniform(), mean: 1.3, zero: exponential(-1.3))) }
  #expect(abs(mean(counts) - 1.3) < 0.03)
  #expect(abs(mean(counts.map { ($0 - 1.3) * ($0 - 1.3) }) - 1.3) < 0.06)
}

@Test func `neighbouring addresses share no draws`() {
  var seen: Set<UInt64> = []
  for seed in 1...3 as ClosedRange<UInt64> {
    for account in 1...30 as ClosedRange<UInt64> {
      for month in -3...3 {
        var draws = DrawStream(seed: seed, account: account, month: month)
        for _ in 0..<5 { seen.insert(draws.next()) }
      }
    }
  }
  #expect(seen.count == 3 * 30 * 7 * 5)
}

@Test func `months end on their last day, in leap years too`() {
  let dates = [(2024, 2), (2025, 2), (2000, 2), (1900, 2), (2024, 12)].map { year, month in
    String(decoding: CalendarMonth(year: year, month: month)!.lastDate, as: UTF8.self)
  }
  #expect(dates == ["2024-02-29", "2025-02-28", "2000-02-29", "1900-02-28", "2024-12-31"])
  #expect(CalendarMonth(year: 2024, month: 11)!.advanced(by: 2) == CalendarMonth(year: 2025, month: 1))
  #expect(CalendarMonth(year: 2024, month: 13) == nil)
}
