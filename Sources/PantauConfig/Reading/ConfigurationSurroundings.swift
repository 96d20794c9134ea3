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
      readFile: { path throws(FileReadingError) in try WholeFile.read(path) },
      fileExists: { FileManager.default.fileExists(atPath: $0) })
  }
}
