import Diagnostics
import Files
import Foundation
import Testing

@Suite struct ReadingTests {
  let scratch = Scratch()

  @Test func `a file comes back byte for byte, an empty one too`() throws {
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try DurableOutput.write(bytes, to: scratch.at("a"))
    #expect(try FileContents.read(scratch.at("a"), limit: 300_000) == bytes)
    scratch.put("", at: "empty")
    #expect(try FileContents.read(scratch.at("empty"), limit: 0) == [])
  }

  @Test func `a file beyond the limit is refused by its size, unread`() throws {
    let file = open(scratch.at("sparse"), O_CREAT | O_WRONLY, 0o600)
    ftruncate(file, 2 << 30)
    close(file)
    let error = #expect(throws: FileError.self) { try FileContents.read(scratch.at("sparse"), limit: 64 << 20) }
    #expect(error == .tooLarge(path: scratch.at("sparse"), bytes: 2 << 30, limit: 64 << 20))
    #expect(error?.problem.kind == .badData)
  }

  @Test func `what is no file is refused by kind and never waited for`() throws {
    mkfifo(scratch.at("pipe"), 0o600)
    symlink(scratch.at("pipe"), scratch.at("link"))
    #expect(throws: FileError.wrongKind(.open, path: scratch.at("pipe"), found: .pipe)) {
      try FileContents.read(scratch.at("pipe"), limit: 10)
    }
    #expect(throws: FileError.wrongKind(.open, path: scratch.path, found: .folder)) {
      try FileContents.read(scratch.path, limit: 10)
    }
    #expect(throws: FileError.wrongKind(.open, path: scratch.at("link"), found: .symbolicLink)) {
      try FileContents.read(scratch.at("link"), limit: 10, followingLinks: false)
    }
  }

  @Test(arguments: [
    (FileError.system(.open, path: "a", code: ENOENT), 66), (.system(.open, path: "a", code: EACCES), 66),
    (.system(.create, path: "a", code: EACCES), 73), (.system(.create, path: "a", code: EROFS), 73),
    (.system(.rename, path: "a", code: EACCES), 73), (.system(.write, path: "a", code: ENOSPC), 74),
    (.system(.sync, path: "a", code: EIO), 74), (.system(.read, path: "a", code: EIO), 74),
    (.system(.create, path: "a", code: EMFILE), 71), (.busy(path: "a", waitedSeconds: 3, holder: 7), 75),
    (.exists(path: "a"), 73),
  ])
  func `each failure has its exit code and a remedy`(error: FileError, code: Int) {
    #expect(Int(error.problem.kind.exitCode) == code)
    #expect(!error.problem.remedies.isEmpty)
    #expect(error.problem.location == Problem.Location(file: "a"))
  }

  @Test func `a missing file says so in plain words`() throws {
    let error = #expect(throws: FileError.self) { try FileContents.read("no-such.csv", limit: 1) }
    #expect(error?.problem.message == "cannot open no-such.csv: no such file or folder")
  }

  @Test func `sums are those of the standard`() throws {
    #expect(
      FileDigest.sha256(of: Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    try DurableOutput.write(bytes + bytes, to: scratch.at("a"))
    #expect(
      FileDigest.sha256(of: bytes) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    #expect(try FileDigest.sha256(ofFile: scratch.at("a")) == FileDigest.sha256(of: bytes + bytes))
  }

  @Test func `a file that changed has another identity`() throws {
    scratch.put("1", at: "a")
    let before = try FileIdentity(of: scratch.at("a"))
    #expect(try FileIdentity(of: scratch.at("a")) == before)
    scratch.put("12", at: "a")
    #expect(try FileIdentity(of: scratch.at("a")) != before)
    #expect(try FileIdentity.ifPresent(scratch.at("none")) == nil)
  }
}
