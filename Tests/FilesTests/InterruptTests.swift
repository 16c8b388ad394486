import Files
import Foundation
import Glibc
import Testing

@Suite struct InterruptTests {
  @Test func `a signal removes unfinished files and folders and ends the process as it would have`() async throws {
    let scratch = Scratch()
    scratch.put("old", at: "kept")
    let path = scratch.path
    for number in [SIGINT, SIGTERM, SIGHUP] {
      await #expect(processExitsWith: .signal(number)) { [path = path as String, number = number as Int32] in
        ProcessSetup.prepare()
        let output = try DurableOutput(to: path + "/kept", policy: .replace)
        try output.write([UInt8](repeating: 1, count: 1_000_000))
        let folder = try NewFolder(in: path)
        try folder.write([1], to: "model.json")
        guard try Folder.names(in: path).count == 3 else { exit(1) }
        // To the process, for the threads that run tests take no signals.
        kill(getpid(), number)
        sleep(10)
      }
      #expect(scratch.names == ["kept"] && scratch.text(at: "kept") == "old")
    }
  }

  @Test func `what a killed process left is swept by the next, and what a living one works on is not`() async throws {
    let scratch = Scratch()
    let path = scratch.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let output = try DurableOutput(to: path + "/a")
      try output.write([1])
      try output.flush()
      let folder = try NewFolder(in: path)
      try folder.write([1], to: "model.json")
      raise(SIGKILL)
    }
    scratch.put("", at: ".churn-x-y.tmp")
    scratch.put("", at: ".churn-1-.tmp")
    #expect(scratch.names.count == 4)
    let living = try DurableOutput(to: scratch.at("b"))
    #expect(scratch.names.count == 3)
    #expect(try TemporaryName.sweep(path) == [])
    try living.commit()
    #expect(scratch.names == [".churn-1-.tmp", ".churn-x-y.tmp", "b"])
  }

  @Test func `an abandoned file that somebody still holds a lock on is not swept`() throws {
    let scratch = Scratch()
    scratch.put("", at: ".churn-999999999-ab.tmp")
    let holder = open(scratch.at(".churn-999999999-ab.tmp"), O_RDONLY | O_CLOEXEC)
    flock(holder, LOCK_EX)
    scratch.put("", at: ".churn-\(getpid())-ab.tmp")
    #expect(try TemporaryName.sweep(scratch.path) == [])
    close(holder)
    // a process that another test is starting holds the lock as well, until it has become another program
    var swept: [String] = []
    for _ in 0..<500 where swept.isEmpty {
      swept = try TemporaryName.sweep(scratch.path)
      if swept.isEmpty { usleep(10_000) }
    }
    #expect(swept == [".churn-999999999-ab.tmp"])
  }

  @Test func `closed standard streams do not swallow data or messages`() async throws {
    let scratch = Scratch()
    let path = scratch.path
    await #expect(processExitsWith: .exitCode(74)) { [path = path as String] in
      close(0)
      close(1)
      close(2)
      ProcessSetup.prepare()
      let output = try DurableOutput(to: path + "/a")
      try output.write("data")
      _ = Array("message".utf8).withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
      try output.commit()
      do throws(FileError) {
        try DurableOutput.write([1], to: "-")
      } catch {
        exit(error == .system(.write, path: "-", code: EBADF) ? 74 : 1)
      }
      exit(0)
    }
    #expect(scratch.text(at: "a") == "data")
  }

  @Test func `a reader that goes away is an error that can be told apart`() async throws {
    await #expect(processExitsWith: .exitCode(141)) {
      ProcessSetup.prepare()
      var ends: [Int32] = [0, 0]
      pipe(&ends)
      close(ends[0])
      do throws(FileError) {
        try DurableOutput.write([1], to: "/dev/fd/\(ends[1])")
      } catch {
        exit(error.isBrokenPipe ? 141 : 1)
      }
    }
  }
}
