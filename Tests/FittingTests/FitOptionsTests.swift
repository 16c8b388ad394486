import Testing

@testable import Fitting

@Suite struct FitOptionsTests {
  @Test func `options out of range are named`() {
    let changes: [(String, (inout FitOptions) -> Void)] = [
      ("ridge", { $0.ridge = -1 }), ("ridge", { $0.ridge = .nan }), ("maximumIterations", { $0.maximumIterations = 0 }),
      ("gradientTolerance", { $0.gradientTolerance = 0 }), ("threads", { $0.threads = 0 }),
      ("start", { $0.start = Coefficients(intercept: .infinity, slopes: []) }),
    ]
    for (name, change) in changes {
      var options = FitOptions()
      change(&options)
      let error = #expect(throws: FittingError.self) { try options.checked() }
      guard case .invalidOption(let named, _)? = error else {
        Issue.record("another error")
        continue
      }
      #expect(named == name)
    }
  }

  @Test func `lengths that do not fit are named`() {
    let rows = TestDesign(dense: [[1, 2, 3, 4]])
    let input = FitInput(rows: rows, labels: [0, 1, 0])
    #expect(throws: FittingError.lengthMismatch(what: "labels", expected: 4, found: 3)) { try fit(input) }
  }
}
