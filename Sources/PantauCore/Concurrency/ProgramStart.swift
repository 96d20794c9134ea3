import CGlibc
import Glibc

/// A program to start, and all that it gets of this process.
///
/// No other open file, no signal blocked or ignored, and a process group of its own, so that a
/// signal to the group reaches its children too.
public struct ProgramStart: Sendable {
  /// Why posix_spawnp(3) failed.
  public struct Failure: Error {
    /// Its errno; `ENOENT` where there is no such program.
    public let code: Int32
  }

  /// Its path, or a name that is looked up in `PATH`.
  public var program: String
  /// Its arguments as written, its name not among them; no shell reads them.
  public var arguments: [String]
  /// All of its environment; nil for this process's own.
  public var environment: [String: String]?
  /// Where it runs; nil for where this process does.
  public var folder: String?
  /// The descriptor that becomes its standard input; nil for `/dev/null`.
  public var input: Int32?
  /// The descriptor that becomes its standard output; nil for `/dev/null`.
  public var output: Int32?
  /// The descriptor that becomes its standard error; nil for `/dev/null`.
  public var errors: Int32?

  /// Takes the program; what else it gets is set.
  public init(_ program: String, _ arguments: [String]) {
    self.program = program
    self.arguments = arguments
  }

  /// Starts it.
  ///
  /// - Returns: its number; the caller waits for its end with waitpid(2).
  public func spawn() throws(Failure) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    try add(to: &actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    Self.setApart(&attributes)
    var words = Self.copies(of: [program] + arguments)
    var variables = Self.copies(of: environment?.map { "\($0.key)=\($0.value)" } ?? [])
    defer { for copy in words + variables { free(copy) } }
    var process: pid_t = 0
    try Self.check(
      environment == nil
        ? posix_spawnp(&process, program, &actions, &attributes, &words, environ)
        : posix_spawnp(&process, program, &actions, &attributes, &words, &variables))
    return process
  }

  private func add(to actions: inout posix_spawn_file_actions_t) throws(Failure) {
    let streams = [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, errors)]
    for (stream, descriptor) in streams {
      try Self.check(
        descriptor.map { posix_spawn_file_actions_adddup2(&actions, $0, stream) }
          ?? posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0))
    }
    if let folder { try Self.check(pantau_glibc_spawn_in(&actions, folder)) }
    try Self.check(pantau_glibc_spawn_without(&actions, STDERR_FILENO + 1))
  }

  private static func setApart(_ attributes: inout posix_spawnattr_t) {
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
  }

  /// As C takes them, to be freed.
  private static func copies(of texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }

  private static func check(_ code: Int32) throws(Failure) {
    guard code == 0 else { throw Failure(code: code) }
  }
}
