import Diagnostics
import Dispatch
import Files
import Foundation
import Synchronization
import Testing

@Suite struct SpillFileTests {
  @Test func `what was appended is read back, over many releases of its pages and by several threads`() throws {
    let file = try SpillFile()
    // 100 MB: more than may stay mapped, in runs that do not end at pages
    let words = (0..<97).map { run in (0..<131_071).map { UInt64(run << 32 | $0) } }
    let offsets = try words.map { run in
      try run.withUnsafeBytes { bytes throws(FileError) in try file.append(bytes) }
    }
    #expect(offsets.allSatisfy { $0 % 64 == 0 })
    let wrong = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for step in 0..<(3 * words.count) {
        let run = (step * (2 * thread + 1)) % words.count
        let bytes = file.bytes(at: offsets[run], count: 8 * words[run].count)
        let isSame = words[run].withUnsafeBytes { memcmp($0.baseAddress!, bytes.baseAddress!, $0.count) == 0 }
        if !isSame { wrong.add(1, ordering: .relaxed) }
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
    #expect(resident < 300 << 20)
  }

  /// Bytes of files that are mapped and count as memory of this process.
  private var resident: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssFile:") }
    return line.flatMap { Int($0.split(separator: " ")[1]) }.map { $0 << 10 } ?? 0
  }

  @Test func `it has no name, so that nothing is left of it whatever happens`() throws {
    let file = try SpillFile()
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)
    }
    let prefix = TemporaryFolder.path + "/churn-"
    #expect(open.contains { $0.hasPrefix(prefix) && $0.hasSuffix("(deleted)") })
    withExtendedLifetime(file) {}
  }
}
