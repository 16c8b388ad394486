// swift-tools-version: 6.1
import PackageDescription

let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// One module of the house; an import may only point to a lower level (see ARCHITECTURE.md).
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.target(name: name)] + dependencies,
    resources: [.copy("Fixtures")], swiftSettings: house)
}

let package = Package(
  name: "churn",
  products: [
    .executable(name: "churn", targets: ["churn"]),
    .library(
      name: "ChurnKit",
      targets: [
        "Workflow", "Reporting", "Scoring", "Models", "Ingest", "Cohorts", "Features", "Fitting", "Evaluation",
        "Simulation", "Tables", "LinearAlgebra", "Files", "CanonicalJSON", "Numerals", "Parallel", "Diagnostics",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // level 0: C
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .target(name: "CKernels"),
    // level 1: nothing of ours below
    module("Diagnostics"),
    module("Numerals", ["CKernels"]),
    module("CanonicalJSON", ["Numerals", "Parallel", "CKernels", "Diagnostics"]),
    module("Parallel"),
    module("Files", ["Diagnostics", "CKernels", .product(name: "Crypto", package: "swift-crypto")]),
    // level 2
    module("Tables", ["Diagnostics", "Files", "Parallel", "CKernels"]),
    module("LinearAlgebra", ["COpenBLAS", "CKernels", "Diagnostics"]),
    // level 3: these do not know each other
    module("Ingest", ["Tables", "Diagnostics", "Files", "Parallel", "CKernels"]),
    module("Cohorts", ["Tables", "Diagnostics", "Parallel", "CKernels"]),
    module("Features", ["Tables", "LinearAlgebra", "Diagnostics", "Parallel", "CKernels"]),
    module("Fitting", ["Tables", "LinearAlgebra", "Diagnostics", "Parallel", "CKernels"]),
    module("Evaluation", ["Diagnostics", "Parallel", "CKernels"]),
    module("Simulation", ["Numerals", "Tables", "Diagnostics"]),
    // level 4 and up
    module("Models", ["Features", "Tables", "CanonicalJSON", "Files", "Parallel", "Diagnostics"]),
    module(
      "Scoring",
      [
        "Models", "Features", "Evaluation", "CanonicalJSON", "Numerals", "Tables", "Files", "Diagnostics", "CKernels",
      ]),
    module(
      "Reporting",
      ["Models", "Features", "Fitting", "Evaluation", "Scoring", "CanonicalJSON", "Diagnostics"]),
    module(
      "Workflow",
      [
        "Reporting", "Scoring", "Models", "Ingest", "Cohorts", "Features", "Fitting", "Evaluation", "Simulation",
        "Tables", "Files", "CanonicalJSON", "Parallel", "Diagnostics", .product(name: "Yams", package: "Yams"),
      ]),
    .executableTarget(
      name: "churn",
      dependencies: [
        "Workflow", "Reporting", "Models", "Fitting", "Simulation", "LinearAlgebra", "CanonicalJSON", "Files",
        "Diagnostics", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: house),
    tests("CanonicalJSON", ["Numerals", "Diagnostics"]),
    tests("Files", ["Diagnostics"]),
    tests("Numerals"),
    tests("LinearAlgebra", ["Diagnostics"]),
    tests("Ingest", ["Tables", "Files", "Diagnostics", "CKernels"]),
    tests("Cohorts", ["Tables", "Diagnostics"]),
    tests("Features", ["LinearAlgebra", "Tables", "Diagnostics", "CKernels"]),
    tests("Fitting", ["Tables", "LinearAlgebra", "Diagnostics", "CKernels"]),
    tests("Evaluation", ["Diagnostics"]),
    tests("Simulation", ["Diagnostics"]),
    tests("Models", ["Features", "CanonicalJSON", "Files", "Tables", "Diagnostics"]),
    tests("Scoring", ["Features", "Tables"]),
    .testTarget(
      name: "JudgingTests",
      dependencies: ["Workflow", "Reporting", "Evaluation", "CanonicalJSON", "Tables", "Diagnostics"],
      swiftSettings: house),
    .testTarget(name: "CKernelsTests", dependencies: ["CKernels", "Tables"], swiftSettings: house),
    .testTarget(name: "ParallelTests", dependencies: ["Parallel"], swiftSettings: house),
    // the documents, run against the program
    .testTarget(
      name: "NotebookTests",
      dependencies: ["churn", "Workflow", "Reporting", "Evaluation", "Diagnostics"],
      resources: [.copy("Fixtures")], swiftSettings: house),
    // runs the real program
    .testTarget(
      name: "CommandTests", dependencies: ["churn"], resources: [.copy("Fixtures")], swiftSettings: house),
    .testTarget(
      name: "CampaignTests",
      dependencies: [
        "Workflow", "Reporting", "Scoring", "Models", "Features", "Evaluation", "Tables", "Diagnostics",
      ],
      resources: [.copy("Fixtures")], swiftSettings: house),
  ]
)
