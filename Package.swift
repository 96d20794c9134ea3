// swift-tools-version: 6.2

import PackageDescription

let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "pantau",
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .target(name: "PantauCore", swiftSettings: house),
    .target(
      name: "PantauStories",
      dependencies: ["PantauCore", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: house),
    .target(
      name: "PantauStore",
      dependencies: ["PantauCore", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: house),
    .testTarget(name: "PantauCoreTests", dependencies: ["PantauCore"], swiftSettings: house),
    .testTarget(
      name: "PantauStoreTests", dependencies: ["PantauCore", "PantauStore", .product(name: "GRDB", package: "GRDB.swift")], swiftSettings: house),
    .testTarget(
      name: "PantauStoriesTests", dependencies: ["PantauCore", "PantauStories"],
      swiftSettings: house),
  ]
)
