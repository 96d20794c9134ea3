// swift-tools-version: 6.2

import PackageDescription

/// What holds for every target of the house.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Packed relocations and no exported symbols: 3.5 MB less to read and to hold at each start.
///
/// Needs glibc 2.36; the toolchain brings lld (docs/decisions/0032-linking.md).
let smallStart: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker",
      "--no-export-dynamic",
    ], .when(platforms: [.linux], configuration: .release))
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
  name: "pantau",
  products: [.executable(name: "pantau", targets: ["pantau"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Needs the headers of libcurl4-openssl-dev; the library is loaded at the first fetch.
    .target(name: "CCurl"),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
    // Nothing is linked: what packs and unpacks bytes is loaded at its first use.
    .target(name: "CCodings"),
    .target(name: "CGlibc"),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "CUnicode"),
    .target(name: "PantauCore", dependencies: ["CGlibc"], swiftSettings: house),
    .target(
      name: "PantauMatch", dependencies: ["PantauCore", "CRE2", "CStemmer", "CUnicode"],
      swiftSettings: house),
    .target(
      name: "PantauStories", dependencies: ["PantauCore", "CUnicode", crypto], swiftSettings: house),
    .target(name: "PantauParse", dependencies: ["PantauCore", "CLibXML2"], swiftSettings: house),
    .target(
      name: "PantauHTTP", dependencies: ["PantauCore", "CCodings", "CCurl"], swiftSettings: house),
    .target(
      name: "PantauEvidence", dependencies: ["PantauCore", "CCodings", crypto], swiftSettings: house
    ),
    .target(
      name: "PantauStore",
      dependencies: ["PantauCore", "PantauStories", "CSQLite", grdb, sqlite], swiftSettings: house),
    .target(name: "PantauConfig", dependencies: ["PantauCore"], swiftSettings: house),
    .target(
      name: "PantauDeliver",
      dependencies: ["PantauCore", "PantauHTTP", "PantauStore", crypto, logging, mustache],
      swiftSettings: house),
    .target(
      name: "PantauWeb", dependencies: ["PantauCore", "PantauDeliver", "PantauStore", logging],
      swiftSettings: house),
    .target(
      name: "PantauEngine",
      dependencies: [
        "PantauCore", "PantauEvidence", "PantauHTTP", "PantauMatch", "PantauParse", "PantauStore",
        "PantauStories", logging,
      ], swiftSettings: house),
    .executableTarget(
      name: "pantau",
      dependencies: [
        "PantauConfig", "PantauCore", "PantauDeliver", "PantauEngine", "PantauEvidence",
        "PantauHTTP", "PantauMatch", "PantauParse", "PantauStore", "PantauStories", "PantauWeb",
        argumentParser, lifecycle, logging, unixSignals,
      ], swiftSettings: house, linkerSettings: smallStart),
    .executableTarget(
      name: "pantau-bench-retention", dependencies: ["PantauCore", "PantauMatch", "PantauStore"],
      path: "Benchmarks/Retention", swiftSettings: house),
    .executableTarget(
      name: "pantau-bench-stories",
      dependencies: ["PantauCore", "PantauMatch", "PantauStore", "PantauStories"],
      path: "Benchmarks/Stories", swiftSettings: house),
    .executableTarget(
      name: "pantau-bench-archive",
      dependencies: [
        "PantauCore", "PantauEngine", "PantauMatch", "PantauStore", "PantauStories", logging,
        sqlite,
      ], path: "Benchmarks/Archive", swiftSettings: house),
    .executableTarget(
      name: "pantau-bench-keywords", dependencies: ["PantauCore", "PantauMatch"],
      path: "Benchmarks/Keywords", swiftSettings: house),
    .executableTarget(
      name: "pantau-bench-schedule", dependencies: ["PantauCore"],
      path: "Benchmarks/Schedule", swiftSettings: house),
    .target(
      name: "PantauTestSupport", dependencies: ["PantauCore"], path: "Tests/PantauTestSupport",
      swiftSettings: house),
    .testTarget(name: "PantauCoreTests", dependencies: ["PantauCore"], swiftSettings: house),
    .testTarget(
      name: "PantauConfigTests", dependencies: ["PantauConfig", "PantauCore"],
      swiftSettings: house),
    .testTarget(
      name: "PantauDeliverTests",
      dependencies: [
        "PantauCore", "PantauDeliver", "PantauHTTP", "PantauStore", "PantauTestSupport", crypto,
        logging,
      ], exclude: ["Fixtures"], swiftSettings: house),
    .testTarget(
      name: "PantauEngineTests",
      dependencies: [
        "PantauCore", "PantauEngine", "PantauEvidence", "PantauHTTP", "PantauMatch", "PantauStore",
        "PantauTestSupport", grdb, logging,
      ], swiftSettings: house),
    .testTarget(
      name: "PantauEvidenceTests", dependencies: ["PantauCore", "PantauEvidence"],
      swiftSettings: house),
    .testTarget(
      name: "PantauHTTPTests", dependencies: ["PantauCore", "PantauHTTP", "PantauTestSupport"],
      exclude: ["Fixtures"], swiftSettings: house),
    .testTarget(
      name: "PantauMatchTests", dependencies: ["PantauCore", "PantauMatch", grdb],
      exclude: ["Labelled"], swiftSettings: house),
    .testTarget(
      name: "PantauParseTests", dependencies: ["PantauCore", "PantauParse"],
      resources: [.copy("Fixtures"), .copy("Pages")], swiftSettings: house),
    .testTarget(
      name: "PantauStoreTests",
      dependencies: ["PantauCore", "PantauStore", "PantauTestSupport", grdb],
      exclude: ["Schemas"], swiftSettings: house),
    .testTarget(
      name: "PantauStoriesTests",
      dependencies: ["PantauCore", "PantauStories", "pantau-bench-stories"],
      exclude: ["Labelled", "Fixtures"], swiftSettings: house),
    .testTarget(
      name: "PantauWebTests",
      dependencies: [
        "PantauCore", "PantauDeliver", "PantauStore", "PantauTestSupport", "PantauWeb", logging,
      ], swiftSettings: house),
    .testTarget(
      name: "PantauTests",
      dependencies: [
        "pantau", "PantauCore", "PantauMatch", "PantauStore", "PantauTestSupport", "PantauWeb",
        grdb,
      ],
      swiftSettings: house),
  ],
  cxxLanguageStandard: .cxx17
)
