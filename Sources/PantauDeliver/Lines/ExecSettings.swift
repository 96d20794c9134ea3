/// What a channel of type `exec` needs.
public struct ExecSettings: Sendable, Hashable {
  /// The program's path and its arguments; no shell reads them.
  public var command: [String]
  /// How long it may run.
  public var timeout: Duration

  /// Takes both.
  public init(command: [String], timeout: Duration = .seconds(20)) {
    self.command = command
    self.timeout = timeout
  }
}
