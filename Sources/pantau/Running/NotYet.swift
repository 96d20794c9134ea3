import PantauConfig
import PantauCore
import PantauDeliver

/// What a configuration may ask for and this version does not carry out yet.
///
/// Each is a warning. A setting that is built leaves this file.
enum NotYet {
  /// One problem for each such setting that a configuration uses.
  static func problems(_ configuration: Configuration, file: String) -> [ConfigurationProblem] {
    var list = List(file: file)
    list.warn("web", configuration.web != nil)
    return list.problems
  }

  private struct List {
    let file: String
    var problems: [ConfigurationProblem] = []

    mutating func warn(_ path: String, _ isUsed: Bool) {
      guard isUsed else { return }
      problems.append(
        ConfigurationProblem(
          file: file, path: path, what: "it is not carried out by this version",
          advice: "pantau goes on as if it were not there.", severity: .warning))
    }
  }
}

extension ConfigurationLoader {
  /// Reads a file, and looks for what this version does not carry out.
  ///
  /// - Parameters:
  ///   - path: as for `load`.
  ///   - today: as for `load`.
  /// - Returns: the configuration, its warnings and those of ``NotYet``.
  /// - Throws: ``ConfigurationError``.
  func loadUsable(
    _ path: String, today: CivilDay? = nil
  ) throws(ConfigurationError) -> LoadedConfiguration {
    var loaded = try load(path, today: today)
    loaded.warnings += NotYet.problems(loaded.configuration, file: path)
    return loaded
  }
}
