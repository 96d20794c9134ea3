import FoundationEssentials
import Glibc

/// A real nginx on loopback, with TLS and HTTP/2, serving the files of a folder.
public final class NginxServer {
  /// One address, port and certificate.
  public struct Site: Sendable {
    /// The certificate to show; nil for plain http.
    public var certificate: TestCertificates.Kind?
    /// Whether HTTP/2 is offered.
    public var offersHTTP2: Bool
    /// Further lines for its `server` block.
    public var directives: String

    /// Takes the parts.
    public init(
      certificate: TestCertificates.Kind? = .good, offersHTTP2: Bool = true, directives: String = ""
    ) {
      self.certificate = certificate
      self.offersHTTP2 = offersHTTP2
      self.directives = directives
    }
  }

  /// Whether nginx and openssl are there.
  public static var canRun: Bool {
    Program.path(of: "nginx") != nil && TestCertificates.canBeMade
  }

  private let folder: TemporaryFolder
  private let program: ChildProgram
  private let schemes: [String]
  private let ports: [Int]

  /// Starts nginx and returns when all its ports take connections.
  ///
  /// - Parameters:
  ///   - sites: one port each.
  ///   - files: names and contents of what is served.
  /// - Throws: ``Program/Failure`` when it does not come up within ten seconds.
  public init(_ sites: [Site], files: [String: [UInt8]]) throws {
    folder = try TemporaryFolder()
    ports = try Self.freePorts(sites.count)
    schemes = sites.map { $0.certificate == nil ? "http" : "https" }
    try FileManager.default.createDirectory(
      atPath: folder.file("www"), withIntermediateDirectories: true)
    for (name, content) in files { try folder.write(content, to: "www/" + name) }
    try folder.write(try Self.settings(sites, ports, folder.path).utf8, to: "nginx.conf")
    program = try ChildProgram(
      Program.start(
        "nginx",
        ["-e", folder.file("error.log"), "-p", folder.path, "-c", folder.file("nginx.conf")],
        in: folder.path))
    for port in ports { try waitUntilOpen(port) }
  }

  deinit { stop() }

  /// Ends nginx.
  public func stop() { program.send(SIGTERM) }

  /// The URL of a file on a site.
  public func url(_ path: String = "/", site: Int = 0, host: String = "127.0.0.1") -> String {
    "\(schemes[site])://\(host):\(ports[site])\(path)"
  }

  /// A request as nginx logged it.
  public struct Entry: Sendable, Hashable {
    /// nginx's own number of the connection.
    public let connection: String
    /// "HTTP/1.1" or "HTTP/2.0".
    public let protocolName: String
    /// Whether the TLS session was resumed.
    public let sessionReused: Bool
    /// The path asked for.
    public let path: String
  }

  /// The requests so far, when that many are there, or after five seconds: nginx writes its log
  /// after the answer.
  public func log(_ count: Int) async throws -> [Entry] {
    let deadline = ContinuousClock.now + .seconds(5)
    while log.count < count, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(5))
    }
    return log
  }

  /// The requests that nginx has logged so far.
  public var log: [Entry] {
    let text = (try? String(contentsOfFile: folder.file("access.log"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ").map(String.init)
      guard parts.count == 4 else { return nil }
      return Entry(
        connection: parts[0], protocolName: parts[1], sessionReused: parts[2] == "r",
        path: parts[3])
    }
  }

  private func waitUntilOpen(_ port: Int) throws {
    let deadline = Date().addingTimeInterval(10)
    while !Self.takesConnections(port) {
      guard program.isRunning, Date() < deadline else {
        let errors = try? String(contentsOfFile: folder.file("error.log"), encoding: .utf8)
        throw Program.Failure(description: "nginx did not come up: \(errors ?? "no error log")")
      }
      usleep(5_000)
    }
  }

  private static func settings(_ sites: [Site], _ ports: [Int], _ folder: String) throws -> String {
    let servers = try zip(sites, ports).map { site, port in
      let certificates = try site.certificate.map { kind in
        let made = try TestCertificates.shared
        return "ssl_certificate \(made.certificate(kind)); ssl_certificate_key \(made.key(kind));"
      }
      let kind = (site.certificate == nil ? "" : " ssl") + (site.offersHTTP2 ? " http2" : "")
      return """
        server {
          listen 127.0.0.1:\(port)\(kind) backlog=1024;
          root \(folder)/www;
          \(certificates ?? "")
          \(site.directives)
        }
        """
    }
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map { "\($0)_temp_path \(folder)/\($0);" }
    return """
      daemon off;
      master_process off;
      pid \(folder)/nginx.pid;
      events { worker_connections 2048; }
      http {
        log_format short '$connection $server_protocol $ssl_session_reused $request_uri';
        access_log \(folder)/access.log short;
        \(temporary.joined(separator: "\n"))
        \(servers.joined(separator: "\n"))
      }
      """
  }

  /// Ports that nobody has just now; nginx cannot tell which one it got for 0.
  private static func freePorts(_ count: Int) throws -> [Int] {
    let servers = try (0..<count).map { _ in try LoopbackServer(routes: [:]) }
    defer { for server in servers { server.close() } }
    return servers.map(\.port)
  }

  private static func takesConnections(_ port: Int) -> Bool {
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(client) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
