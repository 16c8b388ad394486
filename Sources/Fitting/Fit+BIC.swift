#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Fit {
  /// Schwarz's criterion, deviance + log(total weight)·parameters; without meaning for a penalised fit.
  public var bic: Double { deviance + log(totalWeight) * Double(parameterCount) }
}
