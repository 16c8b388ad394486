import Foundation

@testable import Workflow

/// A made-up firm in a scratch folder: two snapshots of its accounts, two models in a store.
struct SampleFirm: Sendable {
  let folder: URL

  /// Made once for all tests.
  static let shared = try! SampleFirm()

  /// Rows of the judged file.
  static let count = 600

  private init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "churn-judging-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(Self.rows(seed: 1, count: 800), to: "train.csv")
    let now = Self.rows(seed: 2, count: Self.count)
    try write(now, to: "now.csv")
    try write(now.enumerated().filter { $0.offset % 7 != 0 }.map { $1.earlier }.reversed(), to: "before.csv")
    try train(model: "full", features: nil)
    try train(model: "small", features: ["usage"])
    try train(model: "mid", features: ["usage", "plan"])
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  private func train(model: String, features: [String]?) throws {
    var options = TrainingOptions(inputs: [path("train.csv")], target: "churned", model: model)
    options.id = "account_id"
    options.exclude = features == nil ? ["value", "region"] : []
    options.features = features
    options.store = path("models")
    _ = try TrainingRun(options: options).run()
  }

  func options(_ models: [String], data: String = "now.csv") -> JudgingOptions {
    var options = JudgingOptions(data: path(data))
    options.models = models
    options.id = "account_id"
    options.store = path("models")
    options.resamples = 50
    return options
  }

  /// One account.
  struct Row: Sendable {
    var id: String
    var usage: Double?
    var plan: String
    var region: String
    var value: Double
    var churned: Bool

    var line: String {
      let usage = usage.map { String(format: "%.2f", $0) } ?? ""
      return "\(id),\(usage),\(plan),\(region),\(String(format: "%.2f", value)),\(churned ? 1 : 0)"
    }

    var earlier: Row {
      var row = self
      row.usage = usage.map { $0 + 3.25 }
      if plan == "pro" { row.plan = "basic" }
      return row
    }
  }

  func write(_ rows: [Row], to name: String) throws {
    let text = (["account_id,usage,plan,region,value,churned"] + rows.map(\.line)).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  static func rows(seed: UInt64, count: Int) -> [Row] {
    var random = SeededGenerator(state: seed)
    return (0..<count).map { index in
      let usage = Double.random(in: 0...40, using: &random)
      let plan = ["basic", "plus", "pro"].randomElement(using: &random)!
      let region = index % 100 == 3 ? "atoll" : index % 150 == 4 ? "island" : index % 2 == 0 ? "north" : "south"
      let logit = 1.2 - 0.12 * usage + (plan == "basic" ? 0.5 : 0)
      let churned = Double.random(in: 0..<1, using: &random) < 1 / (1 + exp(-logit))
      return Row(
        id: "A\(seed)\(index)", usage: index % 11 == 0 ? nil : usage, plan: plan, region: region,
        value: Double.random(in: 40...400, using: &random), churned: churned)
    }
  }
}

/// A small generator with a seed, so that made-up data are the same every time.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Whether two numbers agree to a relative tolerance, or absolutely where both are tiny.
func close(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-9, floor: Double = 1e-9) -> Bool {
  switch (a, b) {
  case (nil, nil): true
  case (let a?, let b?): abs(a - b) <= max(tolerance * max(abs(a), abs(b)), floor)
  default: false
  }
}
