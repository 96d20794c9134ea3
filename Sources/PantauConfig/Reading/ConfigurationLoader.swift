public import PantauCore

/// A configuration that can be used, and what the operator should look at all the same.
public struct LoadedConfiguration: Sendable {
  /// The settings.
  public var configuration: Configuration
  /// The absolute path of the file they came from.
  public var path: String
  /// The warnings in the order of the text.
  public var warnings: [ConfigurationProblem]
}

/// Why there is no configuration.
public enum ConfigurationError: Error, Sendable, CustomStringConvertible {
  /// None was named and none stands in the usual places, which are listed.
  case notFound(searched: [String])
  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// The file has errors; warnings are among them, in the order of the text.
  case invalid([ConfigurationProblem])

  /// One line, or one line for each problem.
  public var description: String {
    switch self {
    case .notFound(let searched):
      "no configuration: \(searched.joined(separator: " and ")) are not there. "
        + "Write one (docs/config.md explains it), or name it with --config."
    case .unreadable(let path, let reason):
      "\(path): cannot be read (\(reason)). Check the path and its permissions."
    case .invalid(let problems):
      problems.map(\.description).joined(separator: "\n")
    }
  }
}

/// Finds, reads and checks `config.json`.
///
/// All faults are found at once, each with its place. One loader serves the start and every reload:
/// its ``SecretResolver`` remembers what systemd gives only once.
public struct ConfigurationLoader: Sendable {
  /// The places that are searched after `--config` and `$PANTAU_CONFIG`.
  public static let usualPaths = ["/etc/pantau/config.json", "./config.json"]

  private let surroundings: ConfigurationSurroundings
  private let secrets: SecretResolver
  private let secretPolicy: SecretPolicy
  private let checkQuery: QueryCheck
  private let checkTemplate: TemplateCheck

  /// Makes a loader.
  ///
  /// - Parameters:
  ///   - surroundings: the machine.
  ///   - secretPolicy: whether an unreadable secret is an error (`run`) or a warning.
  ///   - checkQuery: the keyword language.
  ///   - checkTemplate: the template language.
  public init(
    surroundings: ConfigurationSurroundings, secretPolicy: SecretPolicy,
    checkQuery: @escaping QueryCheck,
    checkTemplate: @escaping TemplateCheck = { _, _ in [] }
  ) {
    self.surroundings = surroundings
    self.secrets = SecretResolver(surroundings: surroundings)
    self.secretPolicy = secretPolicy
    self.checkQuery = checkQuery
    self.checkTemplate = checkTemplate
  }

  /// The file to read: the option's, else `$PANTAU_CONFIG`'s, else the first usual one there is.
  ///
  /// - Parameter option: the value of `--config`, if given.
  /// - Returns: the path as a person would write it.
  /// - Throws: ``ConfigurationError/notFound(searched:)``.
  public func locate(option: String? = nil) throws(ConfigurationError) -> String {
    if let option { return option }
    if let path = surroundings.environment["PANTAU_CONFIG"], !path.isEmpty { return path }
    for path in Self.usualPaths
    where surroundings.fileExists(
      FilePaths.absolute(path, from: surroundings.workingDirectory))
    {
      return path
    }
    throw .notFound(searched: Self.usualPaths)
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: absolute, or relative to the working directory; messages name it so.
  ///   - today: the day for the warning of a keyword whose `until` has passed; nil: none.
  /// - Returns: the configuration and its warnings.
  /// - Throws: ``ConfigurationError/unreadable(path:reason:)`` or
  ///   ``ConfigurationError/invalid(_:)``.
  public func load(
    _ path: String, today: CivilDay? = nil
  ) throws(ConfigurationError) -> LoadedConfiguration {
    let absolute = FilePaths.absolute(path, from: surroundings.workingDirectory)
    let bytes: [UInt8]
    do {
      bytes = try surroundings.readFile(absolute)
    } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
    let (configuration, problems) = read(bytes, path: absolute, shownAs: path, today: today)
    guard let configuration, !problems.contains(where: { $0.severity == .error }) else {
      throw .invalid(problems)
    }
    return LoadedConfiguration(configuration: configuration, path: absolute, warnings: problems)
  }

  /// Reads a text as if it stood at an absolute path.
  func read(
    _ bytes: [UInt8], path: String, shownAs file: String, today: CivilDay?
  ) -> (Configuration?, [ConfigurationProblem]) {
    let context = ReadingContext(
      bytes: bytes, file: file, directory: FilePaths.directory(of: path),
      surroundings: surroundings, secrets: secrets, secretPolicy: secretPolicy,
      checkQuery: checkQuery, checkTemplate: checkTemplate, today: today)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      context.report(
        .warning, at: 0, "", "the file begins with a byte order mark", "Save it without.")
    }
    guard let node = rootNode(bytes, context) else { return (nil, context.sortedProblems) }
    let configuration = ConfigurationReader(context: context).read(node)
    return (configuration, context.sortedProblems)
  }

  private func rootNode(_ bytes: [UInt8], _ context: ReadingContext) -> JSONNode? {
    if let offset = Self.firstBadByte(bytes) {
      context.report(
        at: offset, "", "the file is not UTF-8 from here on", "Save it as UTF-8.")
      return nil
    }
    do {
      return try JSONReader.read(bytes)
    } catch {
      context.report(at: error.offset, "", error.problem, "")
      return nil
    }
  }

  /// The offset of the first byte that is no UTF-8; nil for a good text.
  private static func firstBadByte(_ bytes: [UInt8]) -> Int? {
    var decoder = Unicode.UTF8.ForwardParser()
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}
