public import PantauCore

/// One thing that is wrong or doubtful in a configuration, for a person.
public struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
  /// How bad a problem is.
  public enum Severity: String, Sendable, Hashable {
    /// pantau does not start with it.
    case error
    /// pantau copes, but the operator should look.
    case warning
  }

  /// The file's name as the operator wrote it.
  public var file: String
  /// Where it stands; nil for the file as a whole.
  public var position: TextPosition?
  /// Which setting, for example `keywords[2].query` (counted from 0); empty for the file as a whole.
  public var path: String
  /// What is wrong, a clause without a full stop.
  public var what: String
  /// What to do, in whole sentences; may be empty.
  public var advice: String
  /// How bad it is.
  public var severity: Severity

  /// Makes a problem from its parts.
  public init(
    file: String, position: TextPosition? = nil, path: String, what: String, advice: String,
    severity: Severity
  ) {
    self.file = file
    self.position = position
    self.path = path
    self.what = what
    self.advice = advice
    self.severity = severity
  }

  /// For example `config.json:12:7: error: keywords[2].severity: "hgih" is not a severity. Write …`.
  public var description: String { text(rating: "\(severity.rawValue): ") }

  /// The same without its severity, for a log that tells that itself.
  public var unrated: String { text(rating: "") }

  private func text(rating: String) -> String {
    let place = position.map { ":\($0.line):\($0.column)" } ?? ""
    let setting = path.isEmpty ? "" : "\(path): "
    let rest = advice.isEmpty ? "" : " \(advice)"
    let stop = what.hasSuffix("?") ? "" : "."
    return DisplayText.safe("\(file)\(place): \(rating)\(setting)\(what)\(stop)\(rest)")
  }
}
