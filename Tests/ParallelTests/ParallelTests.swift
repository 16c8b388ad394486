import Parallel
import Synchronization
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [nil, 1, 2, 3, 200])
  func `results stand in the order of their numbers, each made once`(threads: Int?) {
    for count in [0, 1, 2, 7, 100] {
      let made = Atomic<Int>(0)
      let results = concurrently(count, threads: threads) { number in
        made.add(1, ordering: .relaxed)
        return String(number)
      }
      #expect(results == (0..<count).map { String($0) } && made.load(ordering: .relaxed) == count)
    }
  }

  @Test func `two results made side by side come back each in its place`() {
    for number in 0..<50 {
      let (one, other) = together({ number }, { together({ String(number) }, { [number] }) })
      #expect(one == number && other.0 == String(number) && other.1 == [number])
    }
  }

  @Test func `what is made beside other work is there whenever it is asked for`() {
    let numbers = (0..<50).map { number in Background { (0...number).reduce(0, +) } }
    for (number, sum) in numbers.enumerated() {
      #expect(sum.value == number * (number + 1) / 2 && sum.value == number * (number + 1) / 2)
    }
  }
}
