import Glibc

/// Who types a command.
enum Author {
  /// The user behind sudo, else the user of the process by name, else by number.
  static var ofProcess: String {
    if let user = getenv("SUDO_USER"), user.pointee != 0 { return String(cString: user) }
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 4_096)
    guard getpwuid_r(geteuid(), &entry, &buffer, buffer.count, &found) == 0, found != nil,
      let name = entry.pw_name
    else { return "user \(geteuid())" }
    return String(cString: name)
  }
}
