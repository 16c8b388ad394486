import CanonicalJSON
import Diagnostics
import Features
@testable import Models
import Tables
import Testing

@Suite struct ContentTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let path: String
    let change: @Sendable (inout JSONObject) -> Void
    var testDescription: String { path }

    init(_ path: String, _ change: @escaping @Sendable (inout JSONObject) -> Void) {
      self.path = path
      self.change = change
    }
  }

  static let cases: [Case] = [
    Case("terms[3].estimate") { $0[at: "terms"][3]["estimate"] = nil },
    Case("terms[3].estimate") { $0[at: "terms"][3]["estimate"] = "0.1" },
    Case("terms[3].estimate") { $0[at: "terms"][3]["estimate"] = true },
    Case("terms[3].standard_error") { $0[at: "terms"][3]["standard_error"] = -1.0 },
    Case("terms[3].term") { $0[at: "terms"][3]["term"] = "plan=pro e\u{301}" },
    Case("terms[2].term") { $0[at: "terms"][2]["term"] = "x" },
    Case("terms") { $0[at: "terms"] = [] },
    Case("terms[7]") { $0[at: "terms"][7]["estimate"] = 1.0 },
    Case("terms[0]") { $0[at: "terms"][0]["note"] = 1 },
    Case("features[1].name") { $0[at: "features"][1]["name"] = "usage" },
    Case("features[0].mean") { $0[at: "features"][0]["mean"] = [1.0] },
    Case("features[0].missing_share") { $0[at: "features"][0]["missing_share"] = 1.5 },
    Case("features[0].encoding") { $0[at: "features"][0]["encoding"] = "spline" },
    Case("features[2].levels[1].name") { $0[at: "features"][2]["levels"][1]["name"] = "pro \u{E9}" },
    Case("features[2].levels[1].name") { $0[at: "features"][2]["levels"][1]["name"] = "basic" },
    Case("features[2].levels[0].role") { $0[at: "features"][2]["levels"][0]["role"] = "none" },
    Case("features[2].levels[3].role") { $0[at: "features"][2]["levels"][3]["role"] = "pooled" },
    Case("features[2].levels[0].share") { $0[at: "features"][2]["levels"][0]["share"] = -0.25 },
    Case("features[3]") { $0[at: "features"][3]["mean"] = 1.0 },
    Case("covariance.lower") { $0[at: "covariance"]["lower"] = [[1.0]] },
    Case("covariance.lower[1]") { $0[at: "covariance"]["lower"][1] = [1.0] },
    Case("covariance.lower[1][0]") { $0[at: "covariance"]["lower"][1] = [nil, 1.0] },
    Case("covariance.lower[1]") { $0[at: "covariance"]["lower"][1] = [1.0, -1.0] },
    Case("covariance.terms[0]") { $0[at: "covariance"]["terms"][0] = "intercept" },
    Case("covariance.terms[1]") { $0[at: "covariance"]["terms"][1] = "seats" },
    Case("covariance.terms[1]") { $0[at: "covariance"]["terms"][1] = "(intercept)" },
    Case("covariance.terms[2]") { $0[at: "covariance"]["terms"][2] = "usage" },
    Case("covariance.terms[6]") { $0[at: "covariance"]["terms"][6] = nil },
    Case("covariance.lower") { $0[at: "covariance"]["terms"] = ["(intercept)"] },
    Case("covariance.lower") { $0[at: "covariance"]["lower"] = .array(Array(repeating: [1.0], count: 5000)) },
    Case("fit.rows") { $0[at: "fit"]["rows"] = 1.5 },
    Case("fit.certificate.separation.includes_intercept") {
      $0[at: "fit"]["certificate"]["separation"]["includes_intercept"] = 0
    },
    Case("covariance.kind") { $0[at: "covariance"]["kind"] = "robust" },
    Case("fit.rows") { $0[at: "fit"]["rows"] = -1 },
    Case("fit.rows") { $0[at: "fit"]["rows"] = 7043.0 },
    Case("fit.churners") { $0[at: "fit"]["churners"] = 7044 },
    Case("fit.accounts") { $0[at: "fit"]["accounts"] = 7044 },
    Case("fit.status") { $0[at: "fit"]["status"] = "fine" },
    Case("fit.certificate.rank") { $0[at: "fit"]["certificate"]["rank"] = 9 },
    Case("fit.certificate.gradient") { $0[at: "fit"]["certificate"]["gradient"] = -1.0 },
    Case("fit.certificate.separation.terms") { $0[at: "fit"]["certificate"]["separation"]["kind"] = "none" },
    Case("fit.certificate.separation.terms[0].term") {
      $0[at: "fit"]["certificate"]["separation"]["terms"][0]["term"] = "plan"
    },
    Case("target") { $0[at: "target"]["negative"] = "Yes" },
    Case("target.column") { $0[at: "target"]["column"] = 3 },
    Case("penalty.lambda") { $0[at: "penalty"]["lambda"] = -0.5 },
    Case("penalty") { $0[at: "penalty"]["kind"] = "none" },
    Case("penalty.kind") { $0[at: "penalty"]["kind"] = "lasso" },
    Case("link") { $0[at: "link"] = "probit" },
    Case("extensions") { $0[at: "extensions"] = [] },
    Case("column_notes[0].note") { $0[at: "column_notes"][0]["note"] = 1 },
    Case("") { $0[at: "surprise"] = 1 },
    Case("") { $0["link"] = nil as JSONValue? },
    Case("intercept") { $0[at: "intercept"] = ["estimate": 1.0] },
  ]

  @Test(arguments: cases)
  func `content that breaks a rule is refused by path, even under a fitting checksum`(_ wrong: Case) throws {
    let bytes = try SampleModel.sealed(wrong.change)
    #expect(bytes != SampleModel.bytes)
    #expect(malformation(of: bytes)?.path == wrong.path)
  }

  @Test func `unknown keys are kept under extensions`() throws {
    let bytes = try SampleModel.sealed { $0[at: "extensions"]["new"] = [1, "x"] }
    #expect(try ModelFile.parsed(bytes, path: "m").extensions["new"] == [1, "x"])
  }

  @Test func `a model that breaks a rule is not saved`() {
    var infinite = SampleModel.model
    infinite.terms[0].estimate = .infinity
    #expect(throws: ModelError.notSaved(.notFinite(path: "content.terms[0].estimate"))) {
      try ModelFile.rendered(infinite)
    }
    var nan = SampleModel.model
    nan.fit.logLikelihood = .nan
    var short = SampleModel.model
    short.terms.removeLast()
    var halfDropped = SampleModel.model
    halfDropped.terms[0].droppedReason = "constant"
    var twins = SampleModel.model
    twins.blueprint.features[4].name = "usage"
    var outside = SampleModel.model
    outside.covariance = SampleModel.covariance(places: [0, 9])
    for model in [outside, nan, short, halfDropped, twins] {
      let error = #expect(throws: ModelError.self) { try ModelFile.rendered(model) }
      #expect(error?.problem.code == "model.not-saved")
    }
  }

  @Test func `levels that are equal only to Swift stay two levels`() throws {
    let model = try ModelFile.parsed(SampleModel.bytes, path: "m")
    guard case .category(let plan) = model.blueprint.features[2].encoding else { return }
    #expect(plan.levels[0].name != plan.levels[1].name && plan.levels[0].name.string == plan.levels[1].name.string)
  }

  @Test func `the variance of a prediction is the quadratic form`() {
    let matrix = SampleModel.covariance(places: [0, 1, 2, 3])
    let x = [1.0, -2, 0.5, 3]
    var expected = 0.0
    for i in 0..<4 { for j in 0..<4 { expected += x[i] * x[j] * matrix[i, j] } }
    #expect(abs(matrix.variance(of: x) - expected) < 1e-15 * 16)
  }

  @Test func `nothing in the file tells a smallest, a largest or a time`() {
    let text = String(decoding: SampleModel.bytes, as: UTF8.self)
    for word in ["min", "max", "time", "date", "quantile"] { #expect(!text.contains("\"\(word)")) }
  }
}
