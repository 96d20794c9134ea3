import FoundationEssentials

/// What the loader sees of the machine, handed in so that tests decide it.
public struct ConfigurationSurroundings: Sendable {
  /// The environment variables.
  public var environment: [String: String]
  /// The directory that relative paths on the command line start from, absolute.
  public var workingDirectory: String
  /// Reads a whole file.
  public var readFile: @Sendable (_ path: String) throws(FileReadingError) -> [UInt8]
  /// Whether something stands at a path.
  public var fileExists: @Sendable (_ path: String) -> Bool

  /// Makes surroundings from their parts.
  public init(
    environment: [String: String], workingDirectory: String,
    readFile: @escaping @Sendable (_ path: String) throws(FileReadingError) -> [UInt8],
    fileExists: @escaping @Sendable (_ path: String) -> Bool
  ) {
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.readFile = readFile
    self.fileExists = fileExists
  }

  /// The real machine, as this process sees it now.
  public static func ofProcess() -> ConfigurationSurroundings {
    ConfigurationSurroundings(
      environment: ProcessInfo.processInfo.environment,
      workingDirectory: FileManager.default.currentDirectoryPath,
      readFile: { path throws(FileReadingError) in try FileReadingError.readFile(path) },
      fileExists: { FileManager.default.fileExists(atPath: $0) })
  }
}

/// Why a file could not be read.
public struct FileReadingError: Error, Sendable, Hashable {
  /// Whether there is no such file, rather than one that refuses.
  public var isMissing: Bool
  /// For example `no such file`, `permission denied`.
  public var reason: String

  /// Makes an error.
  public init(isMissing: Bool, reason: String) {
    self.isMissing = isMissing
    self.reason = reason
  }

  fileprivate static func readFile(_ path: String) throws(FileReadingError) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(filePath: path)))
    } catch let error as CocoaError {
      throw FileReadingError(error)
    } catch {
      throw FileReadingError(isMissing: false, reason: "\(error)")
    }
  }

  private init(_ error: CocoaError) {
    switch error.code {
    case .fileReadNoSuchFile, .fileNoSuchFile: self.init(isMissing: true, reason: "no such file")
    case .fileReadNoPermission: self.init(isMissing: false, reason: "permission denied")
    case .fileReadTooLarge: self.init(isMissing: false, reason: "too large")
    default: self.init(isMissing: false, reason: "it is a directory or unreadable")
    }
  }
}
