/// Order statistics without a full sort.
enum Selection {
  /// The k-th largest value, k from 1.
  ///
  /// - Complexity: O(n) on average; the pivot is the median of three, so sorted input is harmless.
  static func largest(_ k: Int, of values: [Double]) -> Double {
    precondition(k >= 1 && k <= values.count, "a rank among the values")
    var values = values
    let wanted = k - 1
    return values.withUnsafeMutableBufferPointer { v in
      var (low, high) = (0, v.count - 1)
      while low < high {
        let pivot = median(v[low], v[low + (high - low) / 2], v[high])
        var (i, j) = (low, high)
        while i <= j {
          while v[i] > pivot { i += 1 }
          while v[j] < pivot { j -= 1 }
          if i <= j {
            v.swapAt(i, j)
            i += 1
            j -= 1
          }
        }
        if wanted <= j { high = j } else if wanted >= i { low = i } else { return v[wanted] }
      }
      return v[wanted]
    }
  }

  /// The k-th smallest value, k from 1.
  static func smallest(_ k: Int, of values: [Double]) -> Double { largest(values.count + 1 - k, of: values) }

  private static func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
    max(min(a, b), min(max(a, b), c))
  }
}
