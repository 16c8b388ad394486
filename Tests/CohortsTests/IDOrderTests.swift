import Tables
import Testing

@Suite struct IDOrderTests {
  /// The order of ids that come in chunks, and in pieces of chunks.
  private func isAscending(_ chunks: [[[String]]]) -> Bool {
    var all = IDOrder()
    for chunk in chunks {
      var order = IDOrder()
      for piece in chunk {
        // as in a column: one id after another in one run of memory
        let bytes = piece.flatMap { Array($0.utf8) }
        bytes.withUnsafeBytes { bytes in
          var start = 0
          for id in piece {
            order.take(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + id.utf8.count)]))
            start += id.utf8.count
          }
          order.keepLast()
        }
      }
      all.join(order)
    }
    return all.isAscending
  }

  @Test func `ascending ids are told from any others, wherever chunks begin`() {
    let ids = ["", "A", "A1", "A10", "A2", "B", "a", "é"]
    for cut in 0...ids.count {
      let (front, back) = (Array(ids[..<cut]), Array(ids[cut...]))
      #expect(isAscending([[ids]]) && isAscending([[front, back]]) && isAscending([[front], [back]]))
      for place in 1..<ids.count {
        var others = ids
        others[place] = others[place - 1]
        #expect(
          !isAscending([[Array(others[..<cut])], [Array(others[cut...])]]), "two equal ids at \(place), cut at \(cut)")
        others = ids
        others.swapAt(place, place - 1)
        #expect(!isAscending([[Array(others[..<cut]), Array(others[cut...])]]), "swapped at \(place), cut at \(cut)")
      }
    }
    #expect(isAscending([]) && isAscending([[[]], [["x"]], [[]]]))
  }

  @Test func `shorter ids first is an order too, but only one of both may hold throughout`() {
    let numbers = ["8", "9", "10", "99", "100"]
    #expect(isAscending([[numbers]]) && isAscending([[["8", "9"]], [["10", "99"]], [["100"]]]))
    // in the order of bytes up to "2", shorter first from there on
    #expect(!isAscending([[["1", "10", "2", "3", "20"]]]) && !isAscending([[["1", "10"]], [["2", "3"]], [["20"]]]))
    #expect(!isAscending([[["9"]], [["9"]]]))
  }
}
