// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A library of this package.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of a library of this package.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// A command.
func command(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "lslog",
  products: [
    .executable(name: "lslogd", targets: ["lslogd"]),
    .executable(name: "lslog", targets: ["lslog"]),
    .library(name: "ContainerRuntime", targets: ["ContainerRuntime"]),
    .library(name: "DockerRuntime", targets: ["DockerRuntime"]),
  ],
  dependencies: [
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .target(name: "CLinux"),
    .target(name: "CByteClasses"),

    // Arrows point down only: a module depends on those above it in this list.
    module("LogWire"),
    module("LineContent", ["LogWire"]),
    module("Quantities"),
    module("Patterns", ["CPCRE2"]),
    module("OwnLog", [logging]),
    module("YAMLDocuments", [yams]),
    module("Platform", ["CLinux", "LogWire"]),
    module("Journal", ["CSystemd"]),
    module("SQLite", ["CSQLite"]),
    module("TokenIndex"),
    module("LogBlocks", ["CByteClasses", "CZstd", "LineContent", "LogWire", "TokenIndex"]),
    module("LogStore", ["LineContent", "LogBlocks", "LogWire", "SQLite", "TokenIndex"]),
    module("HealthStore", ["LogWire", "SQLite"]),
    module(
      "DockerEngine",
      [
        "CLinux", logging,
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    module("ContainerRuntime"),
    module(
      "ImageBuild",
      [
        "CArchive", "ContainerRuntime", "DockerEngine",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHPACK", package: "swift-nio-http2"),
        .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    module("DockerClientConfig", ["CLinux", "DockerEngine", "Platform"]),
    module(
      "DockerRuntime",
      [
        "ContainerRuntime", "DockerClientConfig", "DockerEngine", "ImageBuild", "LogWire", "Platform",
        logging,
        .product(name: "NIOCore", package: "swift-nio"),
      ]),
    module("ContainerWatch", ["ContainerRuntime", "DockerEngine", "Patterns", "Platform", logging]),
    module(
      "LogQuery", ["LineContent", "LogBlocks", "LogStore", "LogWire", "Patterns", "Quantities", "TokenIndex"]),
    module(
      "Probes",
      [
        "ContainerWatch", "DockerEngine", "LogQuery", "LogStore", "LogWire", "Patterns", "Platform",
        "Quantities",
        "YAMLDocuments", logging,
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    module(
      "Collector",
      ["ContainerRuntime", "ContainerWatch", "DockerEngine", "LogStore", "LogWire", "Platform", logging]),
    module("Importing", ["LogStore", "LogWire", "Platform"]),
    module(
      "Forwarding",
      ["Journal", "LineContent", "LogQuery", "LogStore", "LogWire", "Platform", "SQLite", logging]),
    module(
      "HealthMonitor",
      [
        "ContainerRuntime", "ContainerWatch", "DockerEngine", "HealthStore", "LogWire", "Platform", "Probes",
        logging,
      ]),
    module(
      "HealthReporting",
      [
        "ContainerWatch", "DockerEngine", "HealthStore", "Journal", "LogWire", "Patterns", "Platform",
        "Quantities", logging,
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    module(
      "DaemonConfiguration", ["Patterns", "Probes", "Quantities", "YAMLDocuments", logging, yams]),
    module("Supervision", ["CLinux", "Quantities", logging]),
    module("Stacks", ["ContainerRuntime", "Quantities", "YAMLDocuments", yams]),
    module(
      "Terminal",
      [
        "ContainerRuntime", "HealthStore", "LineContent", "LogQuery", "LogStore", "LogWire", "Platform",
        "Stacks",
      ]),

    command(
      "lslogd",
      [
        "CLinux", "Collector", "ContainerWatch", "DaemonConfiguration", "DockerEngine", "Forwarding",
        "HealthMonitor", "HealthReporting", "LogQuery", "LogStore", "OwnLog", "Patterns", "Probes",
        "Quantities", "Supervision", argumentParser,
        logging,
      ]),
    command(
      "lslog",
      [
        "ContainerRuntime", "DaemonConfiguration", "DockerRuntime", "HealthStore", "Importing", "LogQuery",
        "LogStore", "LogWire", "Platform", "Quantities", "SQLite", "Stacks", "Terminal", "YAMLDocuments",
        argumentParser,
      ]),
    .target(name: "CBaseline"),
    command("lslog-bench", ["CBaseline", "CZstd", "LogQuery", "LogStore", "LogWire", "SQLite"]),

    // Libraries of the tests, and a child process for them to supervise.
    .target(
      name: "TestSupport", dependencies: ["LogWire", "Platform"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .target(
      name: "EngineTestSupport", dependencies: ["DockerEngine", logging], path: "Tests/EngineTestSupport",
      swiftSettings: settings),
    .executableTarget(
      name: "SupervisionFixture", dependencies: ["CLinux", "Supervision", logging],
      path: "Tests/SupervisionFixture", swiftSettings: settings),

    tests("LogWireTests", ["LogWire", "TestSupport"]),
    tests("LineContentTests", ["LineContent", "LogWire", "TestSupport"]),
    tests("QuantitiesTests", ["Quantities"]),
    tests("YAMLDocumentsTests", ["YAMLDocuments"]),
    tests("StacksTests", ["ContainerRuntime", "Stacks", "TestSupport", "YAMLDocuments", yams]),
    tests("PatternsTests", ["Patterns"]),
    tests("OwnLogTests", ["OwnLog", logging]),
    tests("SQLiteTests", ["SQLite", "TestSupport"]),
    tests("TokenIndexTests", ["TestSupport", "TokenIndex"]),
    tests(
      "LogBlocksTests", ["LineContent", "LogBlocks", "LogWire", "SQLite", "TestSupport", "TokenIndex"]),
    tests(
      "LogStoreTests",
      ["LineContent", "LogBlocks", "LogStore", "LogWire", "SQLite", "TestSupport", "TokenIndex"]),

    tests("HealthStoreTests", ["HealthStore", "LogWire", "SQLite", "TestSupport"]),
    tests(
      "LogQueryTests",
      ["LineContent", "LogQuery", "LogStore", "LogWire", "Patterns", "SQLite", "TestSupport"]),
    tests(
      "TerminalTests",
      [
        "ContainerRuntime", "HealthStore", "LogQuery", "LogStore", "LogWire", "Stacks", "Terminal",
        "TestSupport",
      ]),
    tests(
      "DockerEngineTests",
      [
        "DockerEngine", "EngineTestSupport", "TestSupport", logging,
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    tests("ContainerRuntimeTests", ["ContainerRuntime"]),
    tests(
      "ContainerWatchTests",
      ["ContainerRuntime", "ContainerWatch", "DockerEngine", "EngineTestSupport", "Patterns", logging]),
    tests(
      "ImageBuildTests",
      [
        "ContainerRuntime", "DockerEngine", "EngineTestSupport", "ImageBuild", "TestSupport", logging,
        .product(name: "NIOCore", package: "swift-nio"),
      ]),
    tests("DockerClientConfigTests", ["DockerClientConfig", "DockerEngine", "TestSupport"]),
    tests(
      "DockerRuntimeTests",
      [
        "ContainerRuntime", "DockerEngine", "DockerRuntime", "EngineTestSupport", "ImageBuild", "TestSupport",
        logging, .product(name: "NIOCore", package: "swift-nio"),
      ]),
    tests(
      "ProbesTests",
      [
        "ContainerWatch", "DockerEngine", "EngineTestSupport", "LogStore", "LogWire", "Patterns", "Platform",
        "Probes", "TestSupport", logging,
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    tests("CollectorTests", ["Collector", "LogStore", "LogWire"]),
    tests("PlatformTests", ["Platform"]),
    tests(
      "ImportingTests",
      ["Importing", "LogQuery", "LogStore", "LogWire", "Platform", "Terminal", "TestSupport"]),
    tests("ForwardingTests", ["Forwarding", "Journal", "LogStore", "LogWire"]),
    tests(
      "HealthMonitorTests",
      [
        "ContainerRuntime", "ContainerWatch", "DockerEngine", "HealthMonitor", "HealthStore", "LogWire",
        "Probes",
        "TestSupport", logging,
      ]),
    tests(
      "HealthReportingTests",
      [
        "HealthReporting", "HealthStore", "Journal", "LogWire", "Patterns", "Platform", "SQLite",
        "TestSupport", logging,
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    tests("DaemonConfigurationTests", ["DaemonConfiguration", "Probes", "Quantities", logging]),
    tests("SupervisionTests", ["CLinux", "Supervision", "SupervisionFixture", logging]),
    tests("IntegrationTests", ["HealthStore", "LogWire", "TestSupport"]),
    tests(
      "LSLogdTests",
      [
        "ContainerWatch", "DaemonConfiguration", "DockerEngine", "Probes", "Supervision", "lslogd",
        argumentParser, logging,
      ]),
  ]
)
