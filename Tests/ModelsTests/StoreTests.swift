import CanonicalJSON
import Diagnostics
import Features
import Files
import Foundation
@testable import Models
import Testing

@Suite struct StoreTests {
  let scratch = Scratch()
  let acme = try! ModelName("acme")
  let stamp = StoreEvent.Stamp(time: "2026-01-31T08:00:00Z")
  var store: ModelStore { ModelStore(root: scratch.at("models")) }

  @discardableResult func save(_ count: Int = 1, intercept: Double = 0) throws -> Int {
    var number = 0
    for _ in 0..<count {
      var model = SampleModel.model
      model.intercept.estimate = intercept
      number = try store.save(model, as: acme, record: ["rows": 7043], stamp: stamp).version.number
    }
    return number
  }

  func version(_ number: Int) -> ModelVersion { ModelVersion(name: acme, number: number) }

  @Test func `a saved model is loaded by name, number, alias and path, with its record`() throws {
    let saved = try store.save(SampleModel.model, as: acme, record: ["hold-out": [1.5, nil]], stamp: stamp)
    #expect(saved.version.description == "acme@1" && saved.path == scratch.at("models/acme/1/model.json"))
    for reference in ["acme", "acme@1", "acme@newest", saved.path] {
      let loaded = try store.load(ModelReference(reference))
      #expect(loaded.model == SampleModel.model && loaded.record == ["hold-out": [1.5, nil]])
      #expect(loaded.sha256 == saved.sha256 && loaded.path == saved.path)
      #expect(loaded.version == (reference == saved.path ? nil : saved.version))
    }
    #expect(try FileDigest.sha256(ofFile: saved.path) == saved.sha256)
    #expect(try FileContents.read(saved.path, limit: 1 << 20) == SampleModel.bytes)
    #expect(scratch.permissions(of: "models/acme/1/model.json") == 0o600)
    #expect(try Folder.names(in: scratch.at("models/acme")) == [".lock", "1", "ledger.json"])
  }

  @Test func `a store that does not exist yet is empty, and asking changes nothing`() throws {
    #expect(try store.list() == [])
    let error = #expect(throws: ModelError.self) { try store.load(ModelReference("acme")) }
    #expect(error == .noSuchModel("acme", store: scratch.at("models"), known: []))
    #expect(error?.problem.kind == .noInput && scratch.names == [])
  }

  @Test func `a mistyped name brings the nearest, a missing version those that exist`() throws {
    try save(2)
    let error = #expect(throws: ModelError.self) { try store.load(ModelReference("acne")) }
    #expect(error?.problem.remedies == ["perhaps acme is meant"])
    let missing = #expect(throws: ModelError.self) { try store.load(ModelReference("acme@3")) }
    #expect(missing == .noSuchVersion("acme", version: 3, known: [1, 2]))
    #expect(throws: ModelError.noSuchAlias("acme", alias: "champion", known: [])) {
      try store.load(ModelReference("acme@champion"))
    }
  }

  @Test func `a bare name is the champion where there is one, else the newest`() throws {
    try save(11)
    #expect(try store.version(acme).number == 11)
    #expect(try store.promote(version(2), stamp: stamp) == nil)
    #expect(try store.version(acme).number == 2)
    #expect(try store.promote(version(3), stamp: stamp) == 2)
    #expect(try store.version(acme).number == 3)
    #expect(try store.newest(of: acme).number == 11)
    #expect(
      try store.list() == [
        ModelEntry(name: acme, versions: Array(1...11), aliases: [.init(name: "champion", version: 3)])
      ])
    try store.removeAlias(.champion, of: acme, stamp: stamp)
    #expect(try store.version(acme).number == 11)
  }

  @Test func `going back walks down the versions that an alias stood for`() throws {
    try save(4)
    for number in [1, 3, 2, 4] { try store.promote(version(number), stamp: stamp) }
    try store.promote(version(4), stamp: stamp)
    #expect(try store.rollBack(acme, stamp: stamp).number == 2)
    try store.remove(version(3), stamp: stamp)
    #expect(try store.rollBack(acme, stamp: stamp).number == 1)
    #expect(throws: ModelError.nothingToRollBack("acme", alias: "champion")) { try store.rollBack(acme, stamp: stamp) }
    #expect(try store.version(acme).number == 1)
    try store.promote(version(4), stamp: stamp)
    #expect(try store.rollBack(acme, stamp: stamp).number == 1)
  }

  @Test func `history tells what was done, when and why, oldest first`() throws {
    try save(2)
    try store.promote(version(1), stamp: .init(time: "t1", note: "first"))
    try store.promote(version(2), as: AliasName("challenger"), stamp: .init(time: "t0"))
    try store.note("seen by finance", on: version(2), time: "t2")
    let events = try store.history(of: acme)
    #expect(events.map(\.kind) == [.saved, .saved, .promoted, .promoted, .noted])
    #expect(events[2].stamp == .init(time: "t1", note: "first") && events[3].alias == "challenger")
    #expect(events[4].stamp.note == "seen by finance" && events[4].version == 2)
  }

  @Test func `an alias never comes to dangle`() throws {
    try save(2)
    try store.promote(version(2), stamp: stamp)
    #expect(throws: ModelError.versionInUse("acme", version: 2, aliases: ["champion"])) {
      try store.remove(version(2), stamp: stamp)
    }
    #expect(throws: ModelError.noSuchVersion("acme", version: 9, known: [1, 2])) {
      try store.promote(version(9), stamp: stamp)
    }
    #expect(throws: ModelError.badAlias("newest")) { try store.promote(version(1), as: .newest, stamp: stamp) }
    #expect(try store.version(acme).number == 2)
    try FileManager.default.removeItem(atPath: scratch.at("models/acme/2"))
    let error = #expect(throws: ModelError.self) { try store.load(ModelReference("acme")) }
    #expect(error == .danglingAlias("acme", alias: "champion", version: 2))
    #expect(try store.verify(acme).compactMap(\.problem?.code) == ["model.dangling-alias"])
  }

  @Test func `a removed number is not given again`() throws {
    try save(3)
    try store.remove(version(3), stamp: stamp)
    try store.remove(version(1), stamp: stamp)
    #expect(try store.versions(of: acme) == [2])
    #expect(try save() == 4)
    #expect(try Folder.names(in: scratch.at("models/acme")) == [".lock", "2", "4", "ledger.json"])
    try FileManager.default.removeItem(atPath: scratch.at("models/acme/ledger.json"))
    #expect(try save() == 5)
  }

  @Test func `twenty trainers at once get twenty numbers, round after round`() throws {
    let numbers = Gathered()
    for _ in 0..<3 {
      DispatchQueue.concurrentPerform(iterations: 20) { trainer in
        numbers.add(try! save(intercept: Double(trainer)))
      }
    }
    #expect(numbers.values.sorted() == Array(1...60))
    #expect(try store.versions(of: acme) == Array(1...60))
    let findings = try store.verify(acme)
    #expect(findings.count == 121 && findings.allSatisfy { $0.problem == nil })
    #expect(try store.history(of: acme).map(\.version) == Array(1...60))
  }

  @Test func `trainers in processes of their own get different numbers too, and one that is killed harms nobody`()
    async throws
  {
    let root = scratch.at("models")
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<3 {
        group.addTask {
          await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
            let store = ModelStore(root: root)
            for round in 0..<1000 {
              _ = try store.save(
                SampleModel.model, as: ModelName("acme"), record: nil, stamp: .init(time: "t\(round)"))
              if round == 5 { Thread.detachNewThread { kill(getpid(), SIGKILL) } }
            }
          }
        }
      }
    }
    let next = try save()
    let versions = try store.versions(of: acme)
    #expect(versions.last == next && versions.count >= 19)
    #expect(try store.verify(acme).allSatisfy { $0.problem == nil })
    let left = try Folder.names(in: scratch.at("models/acme")).filter { $0.hasPrefix(".churn") }
    #expect(left == [])
  }

  @Test func `a change to a file is found by verify, by name`() throws {
    try save(3)
    scratch.put(String(decoding: SampleModel.bytes.dropLast(), as: UTF8.self), at: "models/acme/1/model.json")
    let record = scratch.text(at: "models/acme/2/training.json")!
    scratch.put(record.replacingOccurrences(of: "7043", with: "7044"), at: "models/acme/2/training.json")
    try save(1, intercept: 1)
    scratch.put(record, at: "models/acme/4/training.json")
    let problems = try store.verify(acme).filter { $0.problem != nil }
    #expect(
      problems.map { $0.path.dropFirst(scratch.path.count) } == [
        "/models/acme/1/model.json", "/models/acme/2/training.json", "/models/acme/4/training.json",
      ])
    #expect(problems.map(\.problem!.code) == ["model.truncated", "model.altered", "model.foreign-record"])
    #expect(try store.verify(acme, number: 3).count == 3)
    #expect(throws: ModelError.self) { try store.load(ModelReference("acme@2")) }
    let byPath = try store.load(.path(scratch.at("models/acme/4/model.json")))
    #expect(byPath.record == nil && byPath.recordProblem?.code == "model.foreign-record")
  }

  @Test func `links inside the store are not followed`() throws {
    try save(2)
    let outside = scratch.at("outside")
    try FileManager.default.moveItem(atPath: scratch.at("models/acme/1"), toPath: outside)
    symlink(outside, scratch.at("models/acme/1"))
    symlink(outside, scratch.at("models/other"))
    #expect(try store.versions(of: acme) == [2])
    let error = #expect(throws: ModelError.self) { try store.load(ModelReference("acme@1")) }
    #expect(error == .linkInStore(path: scratch.at("models/acme/1")) && error?.problem.kind == .refused)
    #expect(throws: ModelError.self) { try store.load(ModelReference("other")) }
    #expect(throws: ModelError.self) {
      try store.save(SampleModel.model, as: ModelName("other"), record: nil, stamp: stamp)
    }
    try FileManager.default.removeItem(atPath: scratch.at("models/acme/2/model.json"))
    symlink(outside + "/model.json", scratch.at("models/acme/2/model.json"))
    #expect(throws: ModelError.linkInStore(path: scratch.at("models/acme/2/model.json"))) {
      try store.load(ModelReference("acme@2"))
    }
    #expect(try store.load(.path(outside + "/model.json")).model.intercept.estimate == 0)
    #expect(try save() == 3)
  }

  @Test func `a ledger that contradicts itself is refused`() throws {
    try save(2)
    try store.promote(version(1), stamp: stamp)
    let text = scratch.text(at: "models/acme/ledger.json")!
    for (old, new) in [
      ("\"champion\": 1", "\"champion\": 2"), ("\"last_version\": 2", "\"last_version\": 1"),
      ("\"saved\"", "\"sowed\""),
    ] {
      let changed = text.replacingOccurrences(of: old, with: new)
      #expect(changed != text)
      scratch.put(changed, at: "models/acme/ledger.json")
      let error = #expect(throws: ModelError.self) { try store.load(ModelReference("acme")) }
      #expect(error?.problem.code == "model.malformed")
    }
  }

  @Test func `a busy store says who holds it and can be tried again`() throws {
    try save()
    var store = store
    store.lockTimeoutSeconds = 0.02
    let lock = try FileLock(scratch.at("models/acme/.lock"))
    let error = #expect(throws: ModelError.self) {
      try store.save(SampleModel.model, as: acme, record: nil, stamp: stamp)
    }
    #expect(error?.problem.kind == .busy)
    withExtendedLifetime(lock) {}
    #expect(try Folder.names(in: scratch.at("models/acme")) == [".lock", "1", "ledger.json"])
  }

  @Test func `what cannot be saved is known before the training`() throws {
    try store.prepare(for: acme)
    #expect(try Folder.names(in: scratch.at("models/acme")) == [] && store.list() == [])
    scratch.put("", at: "file")
    let error = #expect(throws: ModelError.self) { try ModelStore(root: scratch.at("file")).prepare(for: acme) }
    #expect(error?.problem.kind == .cannotCreate)
  }

  @Test func `a model that does not read back as it is gets no number and leaves nothing behind`() throws {
    try store.prepare(for: acme)
    var twins = SampleModel.model
    twins.blueprint.features[4].name = "usage"
    // it can be written; only reading it back tells
    #expect(try !ModelFile.unchecked(twins).isEmpty)
    let error = #expect(throws: ModelError.self) { try store.save(twins, as: acme, record: [:], stamp: stamp) }
    #expect(error?.problem.code == "model.not-saved")
    #expect(try Folder.names(in: scratch.at("models/acme")) == [] && store.list() == [])
    #expect(try save() == 1)
  }

  @Test func `a model of more than the limit is refused by the size of its file`() throws {
    try save()
    let path = scratch.at("models/acme/1/model.json")
    truncate(path, 2 << 30)
    #expect(throws: ModelError.file(.tooLarge(path: path, bytes: 2 << 30, limit: 64 << 20))) {
      try store.load(.path(path))
    }
  }
}

final class Gathered: @unchecked Sendable {
  private let lock = NSLock()
  private var numbers: [Int] = []

  func add(_ number: Int) { lock.withLock { numbers.append(number) } }
  var values: [Int] { lock.withLock { numbers } }
}
