import Diagnostics
import Files
import Foundation
import Testing

@Suite struct FolderTests {
  let scratch = Scratch()

  @Test func `a new folder appears whole and never in the place of another`() throws {
    for expected in 1...2 {
      let folder = try NewFolder(in: scratch.path)
      try folder.write(Array("x".utf8), to: "model.json")
      try folder.prepare()
      if expected == 2 {
        #expect(throws: FileError.exists(path: scratch.at("1"))) { try folder.commit(as: "1") }
      }
      try folder.commit(as: "\(expected)")
    }
    #expect(scratch.names == ["1", "2"] && scratch.text(at: "2/model.json") == "x")
  }

  @Test func `a folder that is given up leaves nothing, whatever was in it`() throws {
    do {
      let folder = try NewFolder(in: scratch.path)
      try folder.write([1], to: "a")
      #expect(throws: FileError.self) { try folder.write([2], to: "a") }
    }
    #expect(scratch.names == [])
  }

  @Test func `an empty folder is not taken for a free name`() throws {
    try Folder.create(scratch.at("1"))
    let folder = try NewFolder(in: scratch.path)
    #expect(throws: FileError.exists(path: scratch.at("1"))) { try folder.commit(as: "1") }
  }

  @Test func `parents are made where that is asked for`() throws {
    let error = #expect(throws: FileError.self) { try Folder.create(scratch.at("a/b/c")) }
    #expect(error?.problem.kind == .cannotCreate)
    try Folder.create(scratch.at("a/b/c"), withParents: true)
    try Folder.create(scratch.at("a/b/c"), withParents: true)
    #expect(try Folder.names(in: scratch.at("a/b")) == ["c"])
  }

  @Test(arguments: [
    ("a", "."), ("a/b", "a"), ("/a", "/"), ("/", "/"), ("a/b/", "a"), ("./x", "."), ("a//b", "a/"), ("../x", ".."),
  ])
  func `the folder part of a path is what stands before its last name`(path: String, parent: String) {
    #expect(Folder.parent(of: path) == parent)
  }

  @Test func `a lock has one holder at a time, and tells who`() throws {
    let path = scratch.at("lock")
    do {
      let lock = try FileLock(path)
      let error = #expect(throws: FileError.self) { try FileLock(path, timeoutSeconds: 0.02) }
      guard case .busy(path, _, getpid()) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      withExtendedLifetime(lock) {}
    }
    _ = try FileLock(path, timeoutSeconds: 0)
  }

  @Test func `a lock serves twenty at once, one after another`() throws {
    let path = scratch.at("lock")
    let inside = Counter()
    let worst = Counter()
    DispatchQueue.concurrentPerform(iterations: 20) { _ in
      let lock = try! FileLock(path)
      let before = inside.value
      inside.add()
      if inside.value != before + 1 { worst.add() }
      withExtendedLifetime(lock) {}
    }
    #expect(inside.value == 20 && worst.value == 0)
  }

  @Test func `the lock of a killed process is free`() async throws {
    let path = scratch.at("lock")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let lock = try FileLock(path)
      raise(SIGKILL)
      withExtendedLifetime(lock) {}
    }
    _ = try FileLock(path, timeoutSeconds: 0)
  }
}
