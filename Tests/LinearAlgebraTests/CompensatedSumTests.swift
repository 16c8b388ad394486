import LinearAlgebra
import Testing

@Suite struct CompensatedSumTests {
  @Test func `what cancels is not lost`() {
    #expect(CompensatedSum.of([1e16, 1, -1e16]) == 1)
    #expect(abs(CompensatedSum.of(repeatElement(0.1, count: 100_000)) - 1e4) <= 1e4.ulp)
    var dot = CompensatedSum()
    dot.addProduct(1e8 + 1, 1e8 - 1)
    dot.add(-1e16)
    #expect(dot.value == -1)
    var whole = CompensatedSum()
    whole.add(dot)
    whole.add(CompensatedSum(high: 1, low: 0x1p-40))
    #expect(whole.value == 0x1p-40)
  }
}
