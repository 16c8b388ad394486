import Foundation
import LinearAlgebra
import Testing

@testable import Fitting

/// A sample with numbers, two factors and labels that depend on them.
struct LawSample {
  var design: TestDesign
  var labels: [UInt8]

  init(rows n: Int = 400, seed: Int = 7) {
    var random = SeededGenerator(seed)
    let x = (0..<3).map { j in (0..<n).map { _ in (random.normal() * 40 + 100 * Double(j)) } }
    let a = (0..<n).map { _ in Int32.random(in: -1..<3, using: &random) }
    let b = (0..<n).map { _ in Int32.random(in: -1..<2, using: &random) }
    labels = (0..<n).map { i in
      let eta = 0.02 * x[0][i] - 0.01 * (x[1][i] - 100) + 0.4 * Double(a[i]) - 0.3 * Double(b[i]) - 0.5
      return Double.random(in: 0..<1, using: &random) < 1 / (1 + exp(-eta)) ? 1 : 0
    }
    design = TestDesign(dense: x, factors: [(3, a), (2, b)])
  }

  var input: FitInput { FitInput(rows: design, labels: labels) }
}

extension Fit {
  var vector: [Double] { [coefficients.intercept] + coefficients.slopes }
  var errors: [Double] { standardErrors.map { $0 ?? .nan } }
}

@Suite struct LawTests {
  let sample = LawSample()

  @Test func `factors held as codes give what their written-out columns give`() throws {
    let coded = try fit(sample.input)
    let written = try fit(FitInput(rows: sample.design.writtenOut, labels: sample.labels))
    #expect(lre(coded.vector, written.vector) > 13)
    #expect(lre(coded.errors, written.errors) > 12)
    #expect(lre(coded.logLikelihood, written.logLikelihood) > 15)
    let ridge = try fit(sample.input) { $0.ridge = 3 }
    let ridgeWritten = try fit(FitInput(rows: sample.design.writtenOut, labels: sample.labels)) { $0.ridge = 3 }
    #expect(lre(ridge.vector, ridgeWritten.vector) > 12)
    #expect(lre(ridge.errors, ridgeWritten.errors) > 12)
  }

  @Test(arguments: [1, 2, 10, 100, 500, 1_000, -1, -10, -500, -1_000])
  func `a column times a power of two only rescales its coefficient`(power: Int) throws {
    let factor = Double(sign: .plus, exponent: power, significand: 1)
    for ridge in [0.0, 2] {
      let plain = try fit(sample.input) { $0.ridge = ridge }
      var scaled = sample
      scaled.design.dense[1] = scaled.design.dense[1].map { $0 * factor }
      let other = try fit(scaled.input) { $0.ridge = ridge }
      #expect(other.coefficients.slopes[1] * factor == plain.coefficients.slopes[1])
      #expect(other.logLikelihood == plain.logLikelihood)
      #expect(other.standardErrors[2]! * factor == plain.standardErrors[2]!)
      #expect(other.inference().map(\.z) == plain.inference().map(\.z))
      #expect(other.covariance?.matrix.isFinite ?? (abs(power) > 400))
      #expect(other.coefficients.intercept == plain.coefficients.intercept)
    }
  }

  @Test(arguments: [(1e3, 10.0), (1e6, 10), (1e9, 10)])
  func `a shift of a column changes the intercept only`(shift: Double, digits: Double) throws {
    var rounded = sample
    rounded.design.dense[0] = rounded.design.dense[0].map { ($0 * 128).rounded() / 128 }
    var shifted = rounded
    shifted.design.dense[0] = shifted.design.dense[0].map { $0 + shift }
    let (plain, other) = (try fit(rounded.input), try fit(shifted.input))
    #expect(lre(other.coefficients.slopes, plain.coefficients.slopes) >= digits)
    #expect(lre(other.logLikelihood, plain.logLikelihood) > 13)
  }

  @Test func `a mean of more than a hundred million deviations is called imprecise`() throws {
    var shifted = sample
    shifted.design.dense[0] = shifted.design.dense[0].map { $0 + 1e11 }
    let (other, plain) = (try fit(shifted.input), try fit(sample.input))
    #expect(other.certificate.imprecise == [0])
    #expect(plain.certificate.imprecise.isEmpty)
  }

  @Test func `flipped labels flip every sign`() throws {
    let plain = try fit(sample.input)
    let flipped = try fit(FitInput(rows: sample.design, labels: sample.labels.map { 1 - $0 }))
    #expect(lre(flipped.vector.map { -$0 }, plain.vector) >= 13)
    #expect(lre(flipped.errors, plain.errors) >= 13)
  }

  @Test(arguments: 0..<20)
  func `the order of rows does not matter`(seed: Int) throws {
    var random = SeededGenerator(seed)
    let order = Array(sample.labels.indices).shuffled(using: &random)
    let plain = try fit(sample.input)
    let other = try fit(FitInput(rows: sample.design.reordered(order), labels: order.map { sample.labels[$0] }))
    #expect(lre(other.vector, plain.vector) >= 12)
    #expect(lre(other.errors, plain.errors) >= 12)
  }

  @Test func `the order of columns does not matter`() throws {
    let order = [2, 0, 1]
    let plain = try fit(sample.input)
    let design = TestDesign(dense: order.map { sample.design.dense[$0] }, factors: sample.design.factors.reversed())
    let other = try fit(FitInput(rows: design, labels: sample.labels))
    let slopes = other.coefficients.slopes
    let back = [slopes[1], slopes[2], slopes[0]] + slopes[5..<8] + slopes[3..<5]
    #expect(lre([other.coefficients.intercept] + back, plain.vector) >= 12)
  }

  @Test func `weight two is the row twice`() throws {
    let twice = try fit(
      FitInput(
        rows: sample.design.reordered(Array(sample.labels.indices) + sample.labels.indices),
        labels: sample.labels + sample.labels)
    ) { $0.ridge = 1 }
    let weighted = try fit(
      FitInput(rows: sample.design, labels: sample.labels, weights: sample.labels.map { _ in 2 })
    ) { $0.ridge = 1 }
    #expect(lre(weighted.vector, twice.vector) >= 12)
    #expect(lre(weighted.errors, twice.errors) >= 12)
    #expect(lre(weighted.bic, twice.bic) >= 14)
    let once = try fit(sample.input)
    let double = try fit(FitInput(rows: sample.design, labels: sample.labels, weights: sample.labels.map { _ in 2 }))
    #expect(lre(double.errors.map { $0 * 2.0.squareRoot() }, once.errors) >= 13)
  }

  @Test func `a row of weight zero is as if it were not there, to the bit`() throws {
    var random = SeededGenerator(3)
    let weights = sample.labels.map { _ in random.next() % 3 == 0 ? 0.0 : Double.random(in: 0.5..<2, using: &random) }
    let kept = weights.indices.filter { weights[$0] > 0 }
    let clusters = sample.labels.indices.map { Int32($0 / 5) }
    let with = try fit(FitInput(rows: sample.design, labels: sample.labels, weights: weights, clusters: clusters))
    let without = try fit(
      FitInput(
        rows: sample.design.reordered(kept), labels: kept.map { sample.labels[$0] }, weights: kept.map { weights[$0] },
        clusters: kept.map { clusters[$0] }))
    #expect(with == without)
    #expect(with.rows == kept.count)
  }

  @Test func `weights that cannot be are refused by row`() throws {
    for bad in [-1, Double.nan, .infinity] {
      var weights = sample.labels.map { _ in 1.0 }
      weights[17] = bad
      #expect(throws: FittingError.invalidWeight(row: 17)) {
        try fit(FitInput(rows: sample.design, labels: sample.labels, weights: weights))
      }
    }
    #expect(throws: FittingError.noRows) {
      try fit(FitInput(rows: sample.design, labels: sample.labels, weights: sample.labels.map { _ in 0 }))
    }
  }

  @Test(arguments: [1e-300, 1e300, 1e-20, 1e20])
  func `weights may be of any size`(size: Double) throws {
    let plain = try fit(sample.input)
    let other = try fit(
      FitInput(rows: sample.design, labels: sample.labels, weights: sample.labels.map { _ in size }))
    #expect(lre(other.vector, plain.vector) >= 12)
    #expect(lre(other.errors.map { $0 * size.squareRoot() }, plain.errors) >= 12)
  }

  @Test func `bits do not depend on threads`() throws {
    let big = LawSample(rows: 20_000, seed: 2)
    let clusters = big.labels.indices.map { Int32($0 % 977) }
    let input = FitInput(rows: big.design, labels: big.labels, clusters: clusters)
    let one = try fit(input) { $0.threads = 1 }
    for threads in [2, 4, 8] {
      let many = try fit(input) { $0.threads = threads }
      #expect(many == one)
    }
    #expect(one.status == .converged)
  }

  @Test func `a start from elsewhere ends in the same place`() throws {
    let plain = try fit(sample.input)
    let warm = try fit(sample.input) { $0.start = plain.coefficients }
    #expect(lre(warm.vector, plain.vector) >= 12)
    #expect(lre(warm.errors, plain.errors) >= 12)
    #expect(warm.iterations <= 1)
    let far = try fit(sample.input) {
      $0.start = Coefficients(intercept: 3, slopes: [0.05, -0.05, 0.02, 1, -1, 2, -2, 0])
    }
    #expect(lre(far.vector, plain.vector) >= 12)
  }

  @Test func `the likelihood falls along the ridge path, to the intercept alone`() throws {
    var last = Double.infinity
    for exponent in -8...8 {
      let fit = try fit(sample.input) { $0.ridge = pow(10, Double(exponent)) }
      #expect(fit.logLikelihood <= last)
      #expect(fit.status == .converged)
      last = fit.logLikelihood
    }
    let flat = try fit(sample.input) { $0.ridge = 1e8 }
    let mean = flat.events / flat.totalWeight
    #expect(lre(flat.coefficients.intercept, log(mean / (1 - mean))) > 4)
    #expect(flat.coefficients.slopes.allSatisfy { abs($0) < 1e-5 })
  }

  @Test func `an iteration limit is reported and the point kept`() throws {
    let fit = try fit(sample.input) { $0.maximumIterations = 1 }
    #expect(fit.status == .iterationLimit && fit.iterations == 1)
    #expect(fit.certificate.gradient > 1e-9)
  }

  @Test func `iterations are told to the observer, downhill`() throws {
    var records: [IterationRecord] = []
    let fit = try fitLogistic(sample.input, FitOptions().checked()) { records.append($0) }
    #expect(records.map(\.iteration) == Array(0...fit.iterations))
    #expect(zip(records, records.dropFirst()).allSatisfy { $1.deviance <= $0.deviance + 1e-9 })
    #expect(lre(records.last!.deviance, fit.deviance) > 14)
    #expect(records.last!.decrement < 1e-11)
  }
}
