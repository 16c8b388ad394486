// swift-tools-version: 6.1
import PackageDescription

/// Measures on arrays, through the library product as any other Swift program would use it.
let package = Package(
  name: "ArraysBench",
  dependencies: [.package(name: "churn", path: "../..")],
  targets: [
    .executableTarget(
      name: "ArraysBench", dependencies: [.product(name: "ChurnKit", package: "churn")],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
