import Foundation
import Testing

@testable import Simulation

@Test func `chunks come off in order and whole, however slowly they are taken`() {
  for threads in [1, 2, 5] {
    var taken: [Int] = []
    ChunkLine.run(
      count: 40, threads: threads, capacity: 8,
      fill: { index, buffer in
        buffer.storeBytes(of: index, as: Int.self)
        return 8
      },
      take: { index, bytes in
        if index % 8 == 0 { usleep(2_000) }
        taken.append(bytes.load(as: Int.self))
      })
    #expect(taken == Array(0..<40))
  }
}
