import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Files

@Suite struct SpillFileTests {
  @Test func `what was appended is read back by several threads, and 64 MB of it stay mapped`() throws {
    let file = try SpillFile()
    // 100 MB in runs that do not end at pages
    let words = (0..<97).map { run in (0..<131_071).map { UInt64(run << 32 | $0) } }
    let offsets = try words.map { run in
      try run.withUnsafeBytes { bytes throws(FileError) in try file.append(bytes) }
    }
    #expect(offsets.allSatisfy { $0 % 64 == 0 })
    let wrong = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for step in 0..<(3 * words.count) {
        let run = (step * (2 * thread + 1)) % words.count
        let bytes = file.bytes(at: offsets[run], count: 8 * words[run].count)
        let isSame = words[run].withUnsafeBytes { memcmp($0.baseAddress!, bytes.baseAddress!, $0.count) == 0 }
        if !isSame { wrong.add(1, ordering: .relaxed) }
        if step % 40 == 39 { most.max(Self.resident(at: file.bytes(at: 0, count: 1).baseAddress!), ordering: .relaxed) }
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
    // a megabyte of each thread besides, and what they read while pages are let go of
    #expect((32 << 20...80 << 20).contains(most.load(ordering: .relaxed)), "\(most.load(ordering: .relaxed))")
  }

  /// Bytes of the mapping at an address that count as memory of this process.
  private static func resident(at start: UnsafeRawPointer) -> Int {
    // the system gives the file no size, so it is read to its end
    guard let smaps = FileHandle(forReadingAtPath: "/proc/self/smaps"), let bytes = try? smaps.readToEnd() else {
      return 0
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let name = String(UInt(bitPattern: start), radix: 16) + "-"
    guard let place = lines.firstIndex(where: { $0.hasPrefix(name) }),
      let line = lines[place...].first(where: { $0.hasPrefix("Rss:") })
    else { return 0 }
    return (Int(line.split(separator: " ")[1]) ?? 0) << 10
  }

  @Test func `where so much may not be mapped, less is, and beyond it the file says that it is full`() throws {
    // no address space has room for that
    let file = try SpillFile(upTo: 1 << 60)
    #expect(file.capacity < 1 << 60 && file.capacity >= 1 << 30)
    let small = try SpillFile(upTo: 128)
    _ = try [UInt8](repeating: 1, count: 100).withUnsafeBytes { bytes throws(FileError) in try small.append(bytes) }
    #expect(throws: FileError.system(.write, path: TemporaryFolder.path, code: EFBIG)) {
      try [UInt8]([1, 2]).withUnsafeBytes { bytes in try small.append(bytes) }
    }
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
