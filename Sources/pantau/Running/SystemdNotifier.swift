import Glibc

/// Tells systemd how the service is (sd_notify(3)): one datagram a message to `$NOTIFY_SOCKET`.
///
/// Without that variable, as in a terminal, every message is a no-op.
struct SystemdNotifier: Sendable {
  private let socketPath: String?
  /// How often systemd wants to hear `WATCHDOG=1`: half of `$WATCHDOG_USEC`; nil for never.
  let watchdogInterval: Duration?

  init(environment: [String: String]) {
    socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
    let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
    watchdogInterval = isOurs && microseconds > 0 ? .microseconds(microseconds / 2) : nil
  }

  /// Everything is up.
  func ready(_ status: String) { send("READY=1\nSTATUS=\(status)") }

  /// A line for `systemctl status`.
  func status(_ status: String) { send("STATUS=\(status)") }

  /// The service is alive.
  func watchdog() { send("WATCHDOG=1") }

  /// The configuration is being read again; ``ready(_:)`` ends that.
  func reloading() {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let microseconds = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    send("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
  }

  /// The service is ending.
  func stopping() { send("STOPPING=1\nSTATUS=Stopping") }

  private func send(_ message: String) {
    guard let socketPath, var address = Self.address(of: socketPath) else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let bytes = Array(message.utf8)
    let length = socklen_t(MemoryLayout<sa_family_t>.size + socketPath.utf8.count)
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
      }
    }
  }

  /// A path, or an abstract name written with a leading `@`; nil where it does not fit.
  private static func address(of path: String) -> sockaddr_un? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(path.utf8)
    guard let first = bytes.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
      bytes.count < MemoryLayout.size(ofValue: address.sun_path)
    else { return nil }
    if first == UInt8(ascii: "@") { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return address
  }
}
