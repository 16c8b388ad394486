import Foundation
import LinearAlgebra
import Testing

@testable import Fitting

/// A certified fit of `expected.json`.
struct CertifiedFit: Decodable, CustomTestStringConvertible {
  var name: String
  var data: String
  var target: String
  var method: String
  var terms: [String]
  var coef: [String]
  var se: [String]
  var loglik: String
  var nullLoglik: String
  var pFirstRows: [String]

  var testDescription: String { "\(name), \(method)" }
  var coefficients: [Double] { coef.map { Double($0)! } }
  var errors: [Double] { se.map { Double($0)! } }
  var ridge: Double? { method.hasPrefix("L2=") ? Double(method.dropFirst(3)) : nil }

  struct File: Decodable { var cases: [CertifiedFit] }

  static let all: [CertifiedFit] = {
    let data = try! Data(contentsOf: fixture("expected.json"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try! decoder.decode(File.self, from: data).cases
  }()

  static func named(_ name: String, _ method: String) -> CertifiedFit {
    all.first { $0.name.hasPrefix(name) && $0.method == method }!
  }
}

func fixture(_ name: String) -> URL {
  Bundle.module.url(forResource: "Fixtures", withExtension: nil)!.appendingPathComponent(name)
}

/// A small CSV without escapes, by column.
struct Columns {
  var cells: [String: [String]] = [:]
  var names: [String] = []

  init(_ file: String) throws {
    let bytes = try [UInt8](Data(contentsOf: fixture(file)))
    let lines = bytes.split { $0 == 10 || $0 == 13 }.map { line in
      line.split(separator: 44, omittingEmptySubsequences: false).map { cell in
        String(decoding: cell.first == 34 ? cell.dropFirst().dropLast() : cell, as: UTF8.self)
      }
    }
    names = lines[0]
    for (j, name) in names.enumerated() { cells[name] = lines.dropFirst().map { $0[j] } }
  }

  func numbers(_ name: String) -> [Double] { cells[name]!.map { Double($0) ?? .nan } }
  func indicator(_ name: String, _ level: String) -> [Double] { cells[name]!.map { $0 == level ? 1 : 0 } }

  /// A term of the certified fits: a column, `column=level`, or one of mlc_churn's short names.
  func term(_ name: String) -> [Double] {
    switch name {
    case "intl": return indicator("international_plan", "yes")
    case "vmail": return indicator("voice_mail_plan", "yes")
    default:
      let parts = name.split(separator: "=").map(String.init)
      return parts.count == 2 ? indicator(parts[0], parts[1]) : numbers(name)
    }
  }

  func labels(_ target: String) -> [UInt8] { term(target).map { $0 == 1 ? 1 : 0 } }
}

extension CertifiedFit {
  func input() throws -> FitInput {
    let columns = try Columns(data)
    return FitInput(
      rows: TestDesign(dense: terms.dropFirst().map(columns.term)), labels: columns.labels(target))
  }

  /// The log-odds of the first rows.
  func predictors(_ fit: Fit) throws -> [Double] {
    let columns = try Columns(data)
    return pFirstRows.indices.map { row in
      var sum = CompensatedSum()
      sum.add(fit.coefficients.intercept)
      for (j, term) in terms.dropFirst().enumerated() {
        sum.addProduct(fit.coefficients.slopes[j], columns.term(term)[row])
      }
      return sum.value
    }
  }
}
