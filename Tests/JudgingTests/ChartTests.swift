import Evaluation
import Foundation
import Reporting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Profit by depth and its pictures.
@Suite struct ChartTests {
  private func curve(_ p: [Double], _ labels: [UInt8]) throws -> ProfitByDepth {
    ProfitByDepth(try ScoredAccounts(labels: labels, scores: p), Payoffs(.literature, count: p.count))
  }

  @Test func `the curve starts at nobody and ends at everybody`() throws {
    let labels: [UInt8] = [1, 0, 1, 0, 0]
    let curve = try curve([0.9, 0.2, 0.6, 0.1, 0.05], labels)
    let start = try #require(curve.points.first)
    #expect(start.depth == 0 && start.realised == 0 && start.expected == 0)
    #expect(curve.points.count == 6 && curve.points.last?.depth == 1)
    // Two churners at 56 each, three stayers at −11 each.
    #expect(close(curve.points.last?.realised, 79))
    #expect(close(curve.points[2].realised, 112))
    #expect(curve.evRuleDepth == 0.6)
  }

  @Test func `equal scores make a straight line, whatever the order of the rows`() throws {
    let one = try curve([0.5, 0.5, 0.5, 0.5], [1, 1, 0, 0])
    let two = try curve([0.5, 0.5, 0.5, 0.5], [0, 1, 0, 1])
    #expect(one == two)
    for point in one.points { #expect(close(point.realised, point.depth * 90)) }
  }

  @Test func `the picture is well-formed XML that loads nothing, whatever the title`() throws {
    let chart = ProfitChart(
      title: "<script>\"a\" & 'b'</script>]]>\u{1B}\u{0}\u{FFFE}", curve: try curve([0.9, 0.2, 0.1], [1, 0, 0]))
    let parser = XMLParser(data: Data(chart.svg.utf8))
    let reader = ElementNames()
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(reader.names.first == "svg" && !reader.names.contains("script") && !reader.names.contains("image"))
    #expect(!chart.svg.contains("href") && !chart.svg.contains("url("))
    #expect(chart.svg.components(separatedBy: "http").count == 2)
  }

  @Test func `a flat and a losing curve can be drawn`() throws {
    for (p, labels) in [([0.01, 0.01], [0, 0]), ([0.9], [1])] as [([Double], [UInt8])] {
      let chart = ProfitChart(title: "", curve: try curve(p, labels))
      #expect(chart.drawing.count == 14)
      #expect(XMLParser(data: Data(chart.svg.utf8)).parse())
    }
  }

  @Test func `scores that are no probabilities have a realised curve only`() throws {
    let chart = ProfitChart(title: "", curve: try curve([70, 20, 10], [1, 0, 0]))
    #expect(chart.curve.evRuleDepth == nil && chart.curve.points.allSatisfy { $0.expected == nil })
    #expect(XMLParser(data: Data(chart.svg.utf8)).parse())
  }
}

private final class ElementNames: NSObject, XMLParserDelegate {
  var names: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    names.append(name)
  }
}
