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
  targets: [
    .target(name: "PantauCore", swiftSettings: house),
    .testTarget(name: "PantauCoreTests", dependencies: ["PantauCore"], swiftSettings: house),
  ]
)
