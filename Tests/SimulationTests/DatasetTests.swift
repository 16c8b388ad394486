import Foundation
import Testing

@testable import Simulation

private let saas = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("datasets/saas")

@Test func `the default firm is the bundled data set, byte for byte`() throws {
  let bundled = try Data(contentsOf: saas.appendingPathComponent("saas.csv"))
  expectSame(try SimulatedFirm().csv(threads: 2), [UInt8](bundled))
}

@Test func `the bundled monthly files are the chunks of their months`() throws {
  let simulated = try firm { $0.months = 4 }
  var files: [String: [UInt8]] = [:]
  simulated.forEachChunk(threads: 1) { chunk in
    files[chunk.snapshot!.name, default: simulated.header].append(contentsOf: chunk.bytes)
  }
  #expect(files.count == 4)
  for (name, bytes) in files {
    expectSame([UInt8](try Data(contentsOf: saas.appendingPathComponent("monthly/\(name).csv"))), bytes)
  }
}
