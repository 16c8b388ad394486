import CKernels
import Tables
import Testing

/// Whatever vectors the machine has, every kernel gives the same bits: with 512 bits, 256 bits, and none.
@Suite(.serialized) struct PathTests {
  private static let widths: [Int32] = [512, 256, 0]
  /// Lengths around the edges of vectors, tiles and runs.
  private static let lengths = [0, 1, 3, 4, 7, 8, 9, 31, 32, 33, 64, 1_000, 4_099]

  /// What `body` returns for each width of vectors.
  private func results<Result>(_ body: () -> Result) -> [Result] {
    defer { churn_limit_vectors(512) }
    return Self.widths.map { width in
      churn_limit_vectors(width)
      return body()
    }
  }

  private func expectSame(_ body: () -> [Double], _ comment: Comment) {
    let bits = results(body).map { $0.map(\.bitPattern) }
    #expect(bits.allSatisfy { $0 == bits[0] }, comment)
  }

  /// Numbers of many sizes, the same every time.
  private func numbers(_ count: Int, seed: UInt64, spread: Double = 1) -> [Double] {
    var state = seed
    return (0..<count).map { place in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let unit = Double(state >> 11) * 0x1p-53 - 0.5
      return place % 13 == 5 ? unit * spread * 1e3 : place % 17 == 3 ? 0 : unit * spread
    }
  }

  @Test func `logistic rows`() {
    for n in Self.lengths {
      let etas = numbers(n, seed: 1, spread: 20) + [0]
      let labels = (0...n).map { UInt8($0 % 3 == 1 ? 1 : 0) }
      let weights = numbers(n + 1, seed: 2).map(abs)
      for weighted in [false, true] {
        expectSame(
          {
            var (slopes, curvatures) = ([Double](repeating: -1, count: n + 1), [Double](repeating: -1, count: n + 1))
            var (high, low) = (0.5, 1e-20)
            churn_logistic_rows(n, etas, labels, weighted ? weights : nil, &slopes, &curvatures, &high, &low)
            return slopes + curvatures + [high, low]
          }, "\(n) rows, weighted \(weighted)")
      }
    }
  }

  /// Far from 0 rows are evaluated with more care, and those beside them too: to the same bits.
  @Test(arguments: [false, true]) func `a row does not depend on the rows beside it`(weighted: Bool) {
    let etas = numbers(40, seed: 11, spread: 1) + [0, -0.0, 700, -707.9, 708, 36.7, -37]
    let (n, labels) = (etas.count, etas.indices.map { UInt8($0 % 2) })
    let weights = (0...n).map { 1 + Double($0 % 3) }
    func evaluate(beside last: Double) -> [Double] {
      var (slopes, curvatures) = ([Double](repeating: 0, count: n + 1), [Double](repeating: 0, count: n + 1))
      var (high, low) = (0.0, 0.0)
      churn_logistic_rows(
        n + 1, etas + [last], labels + [1], weighted ? weights : nil, &slopes, &curvatures, &high, &low)
      return Array(slopes[..<n] + curvatures[..<n])
    }
    for found in results({ (evaluate(beside: 0), evaluate(beside: -740)) }) {
      #expect(found.0.map(\.bitPattern) == found.1.map(\.bitPattern))
    }
  }

  @Test func `products of blocks`() {
    for n in Self.lengths {
      for q in [1, 2, 3, 4, 5, 8, 12, 13] {
        let stride = n + 3
        let (z, u, point) = (numbers(stride * q, seed: 3), numbers(n + 1, seed: 4), numbers(q, seed: 5))
        expectSame(
          {
            var gram = [Double](repeating: 0, count: q * q)
            var plain = gram
            var dots = [Double](repeating: 0, count: q)
            var predictors = [Double](repeating: 0, count: n + 1)
            churn_weighted_gram(n, z, stride, q, u, nil, &gram)
            churn_weighted_gram(n, z, stride, q, nil, nil, &plain)
            var (roomy, room) = (plain, [Double](repeating: 0, count: 4 * n))
            churn_weighted_gram(n, z, stride, q, u, &room, &roomy)
            #expect(roomy == gram)
            var (highs, lows) = (plain, gram.map { $0 * 0x1p-60 })
            churn_add_compensated(q * q, gram, &highs, &lows)
            churn_dots(n, z, stride, q, u, &dots)
            churn_predict(n, z, stride, q, point, &predictors)
            var exact = predictors
            churn_predict_exactly(n, z, stride, q, point, &exact)
            var (high, low) = (0.0, 0.0)
            churn_compensated_dot(n, z, u, &high, &low)
            var byLevel = [Double](repeating: 0, count: 5 * q + 7)
            churn_add_by_level(n, z, stride, q, u, nil, (0..<Int32(n + 1)).map { $0 * 7 % 6 - 1 }, &byLevel, q)
            return byLevel + gram + plain + highs + lows + dots + predictors + exact + [high, low]
          }, "\(n) rows, \(q) columns")
      }
    }
  }

  @Test func `moments of columns`() {
    for n in Self.lengths.dropFirst() {
      let (x, weights) = (numbers(n, seed: 8, spread: 30), numbers(n, seed: 9).map { abs($0) + 0.1 })
      for weighted in [false, true] {
        let measure = {
          let found = churn_measure(n, x, weighted ? weights : nil, 0.5)
          return [found.weight, found.mean, found.squares]
        }
        expectSame(measure, "\(n) values, weighted \(weighted)")
        let mass = weighted ? weights : [Double](repeating: 1, count: n)
        let weight = mass.reduce(0, +)
        let mean = zip(mass, x).reduce(0) { $0 + $1.0 * $1.1 / 2 } / weight
        let squares = zip(mass, x).reduce(0) { $0 + $1.0 * ($1.1 / 2 - mean) * ($1.1 / 2 - mean) }
        for (found, expected) in zip(measure(), [weight, mean, squares]) {
          #expect(abs(found - expected) <= 1e-12 * (1 + abs(expected)), "\(n) values, weighted \(weighted)")
        }
      }
    }
  }

  @Test func `numbers in the order of their first appearance are told from others`() {
    for n in [0, 1, 63, 64, 65, 200, 1_000] {
      let numbers = (0..<n).map { Int32($0 < 90 ? $0 : $0 % 90) }
      #expect(churn_numbered(n, numbers) == Int32(min(n, 90)))
      for place in stride(from: 1, to: n, by: 7) {
        for wrong in [-1, Int32(min(place, 90)) + 1] {
          var others = numbers
          others[place] = wrong
          #expect(churn_numbered(n, others) == -1, "\(wrong) at \(place) of \(n)")
        }
      }
    }
  }

  @Test func `the products are those of plain loops`() {
    let (n, q) = (37, 5)
    let (z, u, point) = (numbers(n * q, seed: 3), numbers(n, seed: 4), numbers(q, seed: 5))
    var gram = [Double](repeating: 0, count: q * q)
    var dots = [Double](repeating: 0, count: q)
    var predictors = [Double](repeating: 0, count: n)
    churn_weighted_gram(n, z, n, q, u, nil, &gram)
    churn_dots(n, z, n, q, u, &dots)
    churn_predict(n, z, n, q, point, &predictors)
    for j in 0..<q {
      #expect(abs(dots[j] - (0..<n).reduce(0) { $0 + z[j * n + $1] * u[$1] }) < 1e-9)
      for i in 0...j {
        let sum = (0..<n).reduce(0) { $0 + z[i * n + $1] * z[j * n + $1] * u[$1] }
        #expect(abs(gram[j * q + i] - sum) < 1e-9 * max(1, abs(sum)))
      }
    }
    let levels = (0..<Int32(n)).map { $0 * 7 % 6 - 1 }
    var byLevel = [Double](repeating: 0, count: 5 * q + 7)
    churn_add_by_level(n, z, n, q, u, nil, levels, &byLevel, q)
    for found in results({
      var more = [Double](repeating: 0, count: 5 * (q + 1) + 7)
      churn_add_by_level(n, z, n, q, u, z, levels, &more, q + 1)
      return more
    }) {
      for level in 0..<5 {
        #expect(
          Array(found[(level * (q + 1))..<(level * (q + 1) + q)]) == Array(byLevel[(level * q)..<(level * q + q)]))
        let sum = (0..<n).reduce(0.0) { $0 + (Int(levels[$1]) == level ? z[$1] : 0) }
        #expect(abs(found[level * (q + 1) + q] - sum) < 1e-9)
      }
    }
    for (at, sum) in byLevel.enumerated() {
      let plain = (0..<n).reduce(0.0) { $0 + (Int(levels[$1]) == at / q ? z[at % q * n + $1] * u[$1] : 0) }
      #expect(at >= 5 * q ? sum == 0 : abs(sum - plain) < 1e-9)
    }
    for row in 0..<n {
      #expect(abs(predictors[row] - (0..<q).reduce(0) { $0 + z[$1 * n + row] * point[$1] }) < 1e-9)
    }
  }

  @Test func `products to single precision are those of plain loops, nearly`() {
    for n in [0, 1, 15, 16, 17, 100, 328] {
      for q in [1, 3, 4, 5, 13, 33] {
        let stride = n + 3
        let (z, u) = (numbers(stride * q, seed: 3), numbers(n + 1, seed: 4).map(abs))
        expectSame(
          {
            var gram = [Double](repeating: 7, count: q * q)
            var room = [Float](repeating: .nan, count: (q + 7) * (n + 15))
            churn_rough_gram(n, z, stride, q, u, &room, &gram)
            for j in 0..<q {
              for i in 0..<q {
                let sum = (0..<n).reduce(0) { $0 + z[i * stride + $1] * z[j * stride + $1] * u[$1] }
                let size = (0..<n).reduce(0) { $0 + abs(z[i * stride + $1] * z[j * stride + $1] * u[$1]) }
                #expect(i > j ? gram[j * q + i] == 7 : abs(gram[j * q + i] - sum) <= 1e-5 * size, "\(n), \(i), \(j)")
              }
            }
            return gram
          }, "\(n) rows, \(q) columns")
      }
    }
  }

  @Test func `exact predictors keep what cancellation leaves`() {
    let z: [Double] = [1, 1, 1, 3, 5, 7, 3, 5, 7]
    var (exact, plain) = ([Double](repeating: 0, count: 3), [Double](repeating: 0, count: 3))
    churn_predict_exactly(3, z, 3, 3, [0.1, 1e16, -1e16], &exact)
    churn_predict(3, z, 3, 3, [0.1, 1e16, -1e16], &plain)
    #expect(exact == [0.1, 0.1, 0.1] && plain != exact)
  }

  @Test func `cells of kept rows are moved together, widened, counted and added up`() {
    let words = (0..<40).map { (UInt64($0) &+ 1) &* 0x9E37_79B9_7F4A_7C15 } + [~0, ~0, 0, 0, ~0]
    for n in Self.lengths + [63, 64, 65, 128, 700, 2_500] {
      for first in [0, 1, 63, 64, 100] where first + n <= 64 * words.count {
        let rows = (0..<n).filter { words[(first + $0) / 64] >> UInt64((first + $0) % 64) & 1 == 1 }
        let bytes = (0..<n).map { Int8(truncatingIfNeeded: $0 &* 29) }
        let middle = (0..<n).map { $0 % 7 == 3 ? Int16.min : Int16(truncatingIfNeeded: $0 &* 257) }
        let large = (0..<n).map { Int32($0) &* 65_537 }
        let doubles = numbers(n, seed: 6)
        let levels = (0..<n).map { Int16($0 % 11 - 1) }
        let scaling = churn_scaling(factor: 0.5, shift: 3, fill: -1)
        words.withUnsafeBufferPointer { words in
          let kept = churn_kept(words: words.baseAddress, first: first)
          func moved<Cell: Numeric>(_ cells: [Cell]) -> [Cell] {
            var to = [Cell](repeating: 0, count: n + 1)
            let count = churn_keep(n, cells, Int32(MemoryLayout<Cell>.stride), kept, &to)
            #expect(to[n] == 0)
            return Array(to[..<count])
          }
          for found in results({ (moved(bytes), moved(middle), moved(large), moved(doubles)) }) {
            #expect(found.0 == rows.map { bytes[$0] } && found.1 == rows.map { middle[$0] }, "\(n) from \(first)")
            #expect(found.2 == rows.map { large[$0] } && found.3 == rows.map { doubles[$0] })
          }
          for found in results({
            var (wide, codes) = ([Double](repeating: 0, count: n + 1), [Int32](repeating: 0, count: n + 1))
            let count = churn_widen_kept(n, middle, 2, kept, 10, scaling, &wide)
            let same = churn_codes_kept(n, levels, 2, kept, &codes)
            var missing: Int64 = 0
            let sum = churn_sum_kept(n, middle, 2, kept, &missing)
            var counts = [Int](repeating: 0, count: 10)
            churn_count_kept(n, levels, 2, kept, 10, &counts)
            return (Array(wide[..<count]), Array(codes[..<same]), [sum, missing], counts)
          }) {
            #expect(
              found.0 == rows.map { middle[$0] == .min ? -1 * 0.5 - 3 : Double(middle[$0]) / 10 * 0.5 - 3 })
            #expect(found.1 == rows.map { Int32(levels[$0]) })
            let present = rows.filter { middle[$0] != .min }
            #expect(found.2 == [present.reduce(0) { $0 + Int64(middle[$1]) }, Int64(rows.count - present.count)])
            #expect(found.3 == (0..<10).map { code in rows.count { levels[$0] == Int16(code) } })
          }
        }
      }
    }
  }

  /// Numbers of a form, some of them missing, the largest and the smallest among them.
  private func narrow<Narrow: FixedWidthInteger>(_ n: Int, _ type: Narrow.Type) -> [Narrow] {
    (0..<n).map { (row: Int) -> Narrow in
      if row % 7 == 3 { return .min }
      return row % 2 == 0 ? .max - Narrow(row % 20) : .min + 1
    }
  }

  @Test(arguments: [0, 1, 5, 63, 64, 511, 512, 513, 1_500]) func `narrow forms and their sums`(n: Int) {
    func check<Narrow: FixedWidthInteger>(_ type: Narrow.Type) {
      let expected = narrow(n, type)
      let values: [Int32] = expected.map { $0 == .min ? .min : Int32($0) }
      let total: Int64 = expected.reduce(0) { $1 == .min ? $0 : $0 + Int64($1) }
      for found in results({ () -> (Int64, [Narrow]) in
        var to = [Narrow](repeating: 9, count: n + 1)
        let sum = churn_narrow(n, values, Int32(MemoryLayout<Narrow>.size), &to)
        return (sum, to)
      }) {
        #expect(found.0 == total)
        #expect(found.1 == expected + [9])
      }
    }
    check(Int8.self)
    check(Int16.self)
    check(Int32.self)
  }

  @Test(arguments: [0, 1, 63, 64, 65, 200, 1_500], [0, 1, 63, 64]) func `sums of the rows that are kept`(
    n: Int, first: Int
  ) {
    let words = (0..<(n + first + 127) / 64).map { StableHash.mixed(UInt64($0)) }
    let rows = (0..<n).filter { words[(first + $0) / 64] >> UInt64((first + $0) % 64) & 1 == 1 }
    func check<Narrow: FixedWidthInteger>(_ type: Narrow.Type) {
      let cells = narrow(n, type)
      let present = rows.filter { cells[$0] != .min }
      let total: Int64 = present.reduce(0) { $0 + Int64(cells[$1]) }
      for found in results({ () -> [Int64] in
        words.withUnsafeBufferPointer { words in
          var missing: Int64 = 2
          let kept = churn_kept(words: words.baseAddress, first: first)
          return [churn_sum_kept(n, cells, Int32(MemoryLayout<Narrow>.size), kept, &missing), missing]
        }
      }) {
        #expect(found == [total, Int64(2 + rows.count - present.count)])
      }
    }
    check(Int8.self)
    check(Int16.self)
    check(Int32.self)
  }

  @Test(arguments: [1, 2, 15, 16, 40]) func `codes are mapped`(levels: Int) {
    let map = (0...levels).map { Int32($0 * 7 % 11 - 1) }
    for n in [0, 1, 15, 16, 17, 100] {
      let codes = (0..<n).map { Int32($0 % (levels + 1) - 1) }
      for found in results({ () -> [Int32] in
        var mapped = codes
        churn_map_codes(n, &mapped, map, levels)
        return mapped
      }) {
        #expect(found == codes.map { map[$0 < 0 ? levels : Int($0)] })
      }
    }
  }

  @Test func `quotients by powers of ten are those of a division`() {
    var scale = 1.0
    for _ in 0...9 {
      let cells = (0..<5_000).map { Int32(truncatingIfNeeded: $0 &* 858_993_459 &+ $0) } + [.max, -.max, 1, -1, 0]
      for found in results({
        var to = [Double](repeating: 0, count: cells.count)
        churn_widen(cells.count, cells, 4, nil, 0, scale, &to)
        return to
      }) {
        #expect(found == cells.map { Double($0) / scale })
      }
      scale *= 10
    }
  }

  @Test func `low ranks are told stratum by stratum`() {
    for n in Self.lengths + [63, 64, 65, 500] {
      let identities = (0..<n).map { UInt64(truncatingIfNeeded: $0 &* 0x1234_5678_9ABC_DEF1) }
      let strata = (0...(n / 64)).map { (UInt64($0) &+ 3) &* 0x9E37_79B9_7F4A_7C15 }
      let windows = [churn_window(low: 1 << 61, length: 1 << 60), churn_window(low: 1 << 63, length: 1 << 62)]
      for found in results({
        var (below, inside) = ([UInt64](repeating: 1, count: n / 64 + 1), [UInt64](repeating: 1, count: n / 64 + 1))
        churn_low_ranks(n, identities, 42, strata, windows[0], windows[1], &below, &inside)
        return (below, inside)
      }) {
        for row in 0..<n {
          let rank = StableHash.mixed(identities[row] ^ 42)
          let window = windows[Int(strata[row / 64] >> UInt64(row % 64) & 1)]
          #expect((found.0[row / 64] >> UInt64(row % 64) & 1 == 1) == (rank < window.low))
          let isInside = rank >= window.low && rank <= window.low + window.length
          #expect((found.1[row / 64] >> UInt64(row % 64) & 1 == 1) == isInside)
        }
        if n % 64 > 0 { #expect(found.0[n / 64] >> UInt64(n % 64) == 0 && found.1[n / 64] >> UInt64(n % 64) == 0) }
      }
    }
  }

  @Test func `narrow cells are widened and scaled`() {
    let scaling = churn_scaling(factor: 0.25, shift: 1.5, fill: 7)
    for n in Self.lengths {
      let small = (0...n).map { $0 % 9 == 4 ? Int8.min : Int8(truncatingIfNeeded: $0 &* 31) }
      let middle = (0...n).map { $0 % 9 == 4 ? Int16.min : Int16(truncatingIfNeeded: $0 &* 3_001) }
      let large = (0...n).map { $0 % 9 == 4 ? Int32.min : Int32(truncatingIfNeeded: $0 &* 86_028_121) }
      let doubles = numbers(n + 1, seed: 8).enumerated().map { $0 % 9 == 4 ? .nan : $1 }
      for divisor in [1.0, 100] {
        expectSame(
          {
            var to = [Double](repeating: 0, count: 4 * (n + 1))
            to.withUnsafeMutableBufferPointer { to in
              let base = to.baseAddress!
              churn_widen_scaled(n, small, 1, divisor, scaling, base)
              churn_widen_scaled(n, middle, 2, divisor, scaling, base + n + 1)
              churn_widen_scaled(n, large, 4, divisor, scaling, base + 2 * (n + 1))
              churn_widen_scaled(n, doubles, 8, 1, scaling, base + 3 * (n + 1))
            }
            var roots = [Double](repeating: 0, count: n + 1)
            churn_square_roots(n, to.map(abs), &roots)
            return to + roots
          }, "\(n) rows by \(divisor)")
        var found = [Double](repeating: 0, count: n + 1)
        churn_widen_scaled(n, large, 4, divisor, scaling, &found)
        for row in 0..<n {
          let value = large[row] == .min ? 7 : Double(large[row]) / divisor
          #expect(found[row] == value * 0.25 - 1.5)
        }
        for found in results({
          var missing: Int64 = 0
          return (churn_sum_stored(n, middle, 2, &missing), missing)
        }) {
          #expect(found.0 == middle[..<n].reduce(0) { $0 + ($1 == .min ? 0 : Int64($1)) })
          #expect(found.1 == Int64(middle[..<n].count { $0 == .min }))
        }
      }
    }
  }

  @Test func `shortest digits`() {
    // not the scales of doubles: what is multiplied does not matter here
    let scales = (0..<2048 as Range<UInt64>).map { place in
      churn_scale(
        high: 1 << 63 | place &* 0x9E37_79B9_7F4A_7C15, low: place &* 0xD1B5_4A32_D192_ED03,
        k: Int64(place % 40) - 30, shift: place % 4 + 1)
    }
    for n in Self.lengths {
      let stride = n + 3
      let x = numbers(n + 1, seed: 9, spread: 3)
      let texts = results { () -> [UInt64] in
        var (words, lengths) = ([UInt64](repeating: 1, count: 3 * stride), [UInt64](repeating: 1, count: stride))
        churn_shortest_digits(n, x, scales, stride, &words, &lengths)
        return words + lengths
      }
      #expect(texts.allSatisfy { $0 == texts[0] }, "\(n) doubles")
      #expect(texts[0][(4 * stride - 3)...] == [1, 1, 1], "nothing beyond the last")
    }
  }

  @Test func `codes are counted and translated one by one`() {
    for n in Self.lengths {
      for levels in [1, 2, 100, 128, 300] {
        let codes = (0..<n).map { Int32(($0 &* 7_919 &+ $0 / 3) % (levels + 1)) - 1 }
        let table = (0..<levels).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 5) }
        var counts = [Int](repeating: 0, count: levels)
        for code in codes where code >= 0 { counts[Int(code)] += 1 }
        let bytes = codes.map { $0 < 0 ? 0 : table[Int($0)] }
        func check<Code: FixedWidthInteger>(_ type: Code.Type) {
          guard levels <= Int(Code.max) + 1 else { return }
          let stored = codes.map { Code($0) }
          var (counted, translated) = ([Int](repeating: 2, count: levels), [UInt8](repeating: 9, count: n + 1))
          let width = Int32(Code.bitWidth / 8)
          churn_count_codes(n, stored, width, levels, &counted)
          churn_translate_codes(n, stored, width, levels, table, &translated)
          #expect(counted == counts.map { $0 + 2 } && translated == bytes + [9], "\(n) of \(levels), \(width) bytes")
        }
        check(Int8.self)
        check(Int16.self)
        check(Int32.self)
      }
    }
  }

  @Test(arguments: [1, 3, 8, 9, 120]) func `codes of kept rows are counted`(levels: Int) {
    for (n, first) in [(0, 0), (63, 1), (64, 0), (65, 63), (700, 17)] {
      let codes = (0..<n).map { Int8($0 * 5 % (levels + 1) - 1) }
      let words = (0..<(n + first + 127) / 64).map { StableHash.mixed(UInt64($0)) }
      let rows = (0..<n).filter { words[(first + $0) / 64] >> UInt64((first + $0) % 64) & 1 == 1 }
      let expected = (0..<levels).map { level in 1 + rows.count { codes[$0] == Int8(level) } }
      for found in results({ () -> [Int] in
        var counts = [Int](repeating: 1, count: levels)
        words.withUnsafeBufferPointer { words in
          churn_count_kept(n, codes, 1, churn_kept(words: words.baseAddress, first: first), levels, &counts)
        }
        return counts
      }) {
        #expect(found == expected)
      }
    }
  }

  @Test func `flags become bits`() {
    for n in Self.lengths {
      let flags = (0..<n).map { UInt8($0 % 3 == 1 || $0 % 64 == 63 ? 1 : 0) }
      var words = [UInt64](repeating: 7, count: n / 64 + 2)
      churn_bits_of_flags(n, flags, &words)
      for i in 0..<((n + 63) / 64 * 64) {
        #expect(words[i / 64] >> UInt64(i % 64) & 1 == (i < n ? UInt64(flags[i]) : 0), "\(i) of \(n)")
      }
      #expect(words[(n + 63) / 64] == 7)
    }
  }
}
