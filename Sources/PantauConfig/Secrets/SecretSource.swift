/// Where the configuration says that a secret is found.
public enum SecretSource: Sendable, Hashable, CustomStringConvertible {
  /// Written in the configuration itself.
  case literal(Secret)
  /// `{"env": "NAME"}`: a variable of the process's environment.
  case environment(String)
  /// `{"file": "PATH"}`: a file, its path made absolute.
  case file(String)
  /// `{"credential": "NAME"}`: a credential that systemd hands to the service (LoadCredential).
  case credential(String)

  /// Names the place, never the value.
  public var description: String {
    switch self {
    case .literal: "the configuration"
    case .environment(let name): "the environment variable \(name)"
    case .file(let path): "the file \(path)"
    case .credential(let name): "the systemd credential \(name)"
    }
  }
}

/// A setting that may be secret: where its value comes from, and the value where it could be read.
public struct SecretSetting: Sendable, Hashable {
  /// Where the value comes from.
  public var source: SecretSource
  /// The value; nil when it could not be read, which outside the service is a warning only.
  public var value: Secret?

  /// Makes a setting.
  public init(source: SecretSource, value: Secret?) {
    self.source = source
    self.value = value
  }
}
