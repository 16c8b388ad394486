import Diagnostics
import Files
import Foundation
import Testing

@Suite struct DurableOutputTests {
  let scratch = Scratch()

  @Test func `a file appears only with commit, whole and for the owner alone`() throws {
    let output = try DurableOutput(to: scratch.at("a.csv"))
    try output.write("one,")
    try output.write([UInt8](repeating: 0x78, count: 700_000))
    #expect(scratch.text(at: "a.csv") == nil)
    try output.commit()
    #expect(scratch.text(at: "a.csv") == "one," + String(repeating: "x", count: 700_000))
    #expect(scratch.permissions(of: "a.csv") == 0o600)
    #expect(scratch.names == ["a.csv"])
  }

  @Test func `without commit nothing stays`() throws {
    scratch.put("old", at: "a")
    do {
      let output = try DurableOutput(to: scratch.at("a"), policy: .replace)
      try output.write("new")
    }
    #expect(scratch.names == ["a"] && scratch.text(at: "a") == "old")
  }

  @Test func `an existing file is refused before the work, and at the end when it came meanwhile`() throws {
    scratch.put("old", at: "a")
    let early = #expect(throws: FileError.self) { try DurableOutput(to: scratch.at("a")) }
    #expect(early == .exists(path: scratch.at("a")) && early?.problem.kind == .cannotCreate)
    let output = try DurableOutput(to: scratch.at("b"))
    try output.write("mine")
    scratch.put("theirs", at: "b")
    #expect(throws: FileError.exists(path: scratch.at("b"))) { try output.commit() }
    #expect(scratch.text(at: "b") == "theirs" && scratch.names == ["a", "b"])
  }

  @Test func `a replaced file keeps its permissions, and a link keeps pointing`() throws {
    scratch.put("old", at: "real")
    chmod(scratch.at("real"), 0o640)
    symlink(scratch.at("real"), scratch.at("link"))
    try DurableOutput.write(Array("new".utf8), to: scratch.at("link"), policy: .replace)
    #expect(scratch.text(at: "real") == "new" && scratch.permissions(of: "real") == 0o640)
    #expect(try FileIdentity(of: scratch.at("link"), followingLinks: false).kind == .symbolicLink)
  }

  @Test func `a hard link to a replaced file keeps the old content`() throws {
    scratch.put("old", at: "a")
    link(scratch.at("a"), scratch.at("b"))
    try DurableOutput.write(Array("new".utf8), to: scratch.at("a"), policy: .replace)
    #expect(scratch.text(at: "a") == "new" && scratch.text(at: "b") == "old")
  }

  @Test func `a link to nowhere, a folder and a path through a file are refused`() throws {
    symlink(scratch.at("nowhere"), scratch.at("link"))
    scratch.put("", at: "file")
    for (path, policy) in [
      (scratch.at("link"), OverwritePolicy.replace), (scratch.path, .replace), (scratch.at("file/x"), .refuse),
      (scratch.at("no/such/folder"), .refuse), (scratch.at(String(repeating: "n", count: 256)), .refuse), ("", .refuse),
      ("a\0b", .refuse),
    ] {
      let error = #expect(throws: FileError.self) {
        let output = try DurableOutput(to: path, policy: policy)
        try output.commit()
      }
      #expect(error?.problem.kind == .cannotCreate, "\(path)")
      #expect(error?.problem.remedies.isEmpty == false, "\(path)")
    }
    #expect(scratch.names == ["file", "link"])
  }

  @Test func `a full device is an error of writing, told again by every later call`() throws {
    let output = try DurableOutput(to: "/dev/full")
    try output.write("x")
    for _ in 0..<2 {
      let error = #expect(throws: FileError.self) { try output.commit() }
      #expect(error == .system(.write, path: "/dev/full", code: ENOSPC) && error?.problem.kind == .inputOutput)
    }
  }

  @Test func `a pipe is written through`() throws {
    mkfifo(scratch.at("pipe"), 0o600)
    let path = scratch.at("pipe")
    let reader = Thread.detached { try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)).readToEnd() }
    let output = try DurableOutput(to: path)
    try output.write("through the pipe")
    try output.commit()
    #expect(reader.value == Data("through the pipe".utf8))
    #expect(scratch.names == ["pipe"])
  }

  @Test func `two writers on one name leave one whole file`() throws {
    let path = scratch.at("a")
    DispatchQueue.concurrentPerform(iterations: 16) { writer in
      try! DurableOutput.write([UInt8](repeating: UInt8(65 + writer), count: 100_000), to: path, policy: .replace)
    }
    let bytes = try FileContents.read(path, limit: 1 << 20)
    #expect(bytes.count == 100_000 && Set(bytes).count == 1 && scratch.names == ["a"])
  }

  @Test func `of twenty writers that must not overwrite one wins`() throws {
    let path = scratch.at("a")
    let wins = Counter()
    DispatchQueue.concurrentPerform(iterations: 20) { writer in
      if (try? DurableOutput.write([UInt8(writer)], to: path)) != nil { wins.add() }
    }
    #expect(wins.value == 1 && scratch.names == ["a"])
  }

  @Test func `a reader never sees an empty or half file while it is replaced six hundred times`() throws {
    let path = scratch.at("a")
    try DurableOutput.write([UInt8](repeating: 1, count: 5000), to: path)
    let done = Counter()
    let writer = Thread.detached {
      for round in 0..<600 {
        try! DurableOutput.write([UInt8](repeating: UInt8(round % 251), count: 5000), to: path, policy: .replace)
      }
      done.add()
    }
    var reads = 0
    while done.value == 0 {
      let bytes = try FileContents.read(path, limit: 5000)
      #expect(bytes.count == 5000 && bytes.allSatisfy { $0 == bytes[0] })
      reads += 1
    }
    _ = writer.value
    #expect(reads > 0)
  }

  /// Beyond 16 MB bytes go to the disk in aligned blocks of 4 MB.
  @Test(arguments: [16 << 20, 16 << 20 + 1, 20 << 20 + 4_096, 24 << 20, 29 << 20 + 5])
  func `a large file has the bytes that were written, whatever the portions`(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    for portion in [4_097, 300_001, 5_000_000] {
      let output = try DurableOutput(to: scratch.at("a"), policy: .replace)
      for start in stride(from: 0, to: count, by: portion) {
        try bytes[start..<min(start + portion, count)].withUnsafeBytes { try output.write($0) }
        if start % 7 == 3 { try output.flush() }
      }
      try output.commit()
      let found = try FileContents.read(scratch.at("a"), limit: count)
      #expect(found == bytes, "portions of \(portion)")
    }
    #expect(scratch.names == ["a"])
  }

  @Test(arguments: [17 << 20, 23 << 20 + 1_000])
  func `a large file that may not grow further is an error of writing and leaves nothing`(limit: Int) async throws {
    await #expect(processExitsWith: .success) { [limit] in
      signal(SIGXFSZ, SIG_IGN)
      var sizes = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
      setrlimit(__rlimit_resource_t(UInt32(RLIMIT_FSIZE.rawValue)), &sizes)
      let scratch = Scratch()
      do {
        let output = try DurableOutput(to: scratch.at("a"))
        for _ in 0..<30 { try output.write([UInt8](repeating: 7, count: 1 << 20)) }
        try output.commit()
        exit(3)
      } catch let error as FileError {
        guard error == .system(.write, path: scratch.at("a"), code: EFBIG), scratch.names.isEmpty else { exit(4) }
      }
    }
  }

  @Test func `with umask 0 a new file is still for the owner alone`() async throws {
    await #expect(processExitsWith: .success) {
      let scratch = Scratch()
      umask(0)
      try DurableOutput.write([1], to: scratch.at("a"))
      let folder = try NewFolder(in: scratch.path)
      try folder.write([1], to: "b")
      try folder.commit(as: "f")
      guard scratch.permissions(of: "a") == 0o600, scratch.permissions(of: "f/b") == 0o600,
        scratch.permissions(of: "f") == 0o700
      else { exit(3) }
    }
  }
}

final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0

  func add() { lock.withLock { count += 1 } }
  var value: Int { lock.withLock { count } }
}

/// Work on a thread of its own, whose result is waited for.
final class Pending<Value: Sendable>: @unchecked Sendable {
  fileprivate let done = DispatchSemaphore(value: 0)
  fileprivate var result: Value?

  var value: Value {
    done.wait()
    done.signal()
    return result!
  }
}

extension Thread {
  static func detached<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Pending<Value> {
    let pending = Pending<Value>()
    Thread.detachNewThread {
      pending.result = body()
      pending.done.signal()
    }
    return pending
  }
}
