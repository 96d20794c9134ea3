/// A certificate authority of the tests' own and what it signed, made by `openssl` when first asked.
public final class TestCertificates: Sendable {
  /// What a server shows.
  public enum Kind: String, Sendable, CaseIterable {
    /// Signed, for localhost and 127.0.0.1, valid today.
    case good
    /// Signed, valid, for another name.
    case wrongName
    /// Signed, for the right name, ended in 2021.
    case expired
    /// For the right name, signed by itself.
    case selfSigned
  }

  /// Whether `openssl` is there to make them.
  public static var canBeMade: Bool { Program.path(of: "openssl") != nil }

  private static let made = Result { try TestCertificates() }

  /// The certificates of this test run.
  public static var shared: TestCertificates {
    get throws { try made.get() }
  }

  private let folder: TemporaryFolder

  /// The authority's own certificate, for "ca".
  public var authority: String { folder.file("ca.pem") }

  /// A server's certificate.
  public func certificate(_ kind: Kind) -> String { folder.file(kind.rawValue + ".pem") }

  /// Its private key.
  public func key(_ kind: Kind) -> String { folder.file(kind.rawValue + ".key") }

  private init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.settings.utf8, to: "ca.cnf")
    try folder.write([], to: "index")
    try folder.write("01\n".utf8, to: "serial")
    try selfSigned("ca", subject: "/CN=pantau test authority", extensions: "authority")
    try selfSigned("selfSigned", subject: "/CN=localhost", extensions: "here")
    try signed(.good, extensions: "here", from: "20200101000000Z", to: "20991231000000Z")
    try signed(.wrongName, extensions: "elsewhere", from: "20200101000000Z", to: "20991231000000Z")
    try signed(.expired, extensions: "here", from: "20200101000000Z", to: "20210101000000Z")
  }

  private func selfSigned(_ name: String, subject: String, extensions: String) throws {
    try openssl(
      ["req", "-x509"] + Self.newKey(name)
        + ["-out", "\(name).pem", "-days", "30", "-subj", subject]
        + ["-config", "ca.cnf", "-extensions", extensions])
  }

  private func signed(_ kind: Kind, extensions: String, from: String, to: String) throws {
    let name = kind.rawValue
    try openssl(
      ["req"] + Self.newKey(name)
        + ["-out", "\(name).csr", "-subj", "/CN=\(name)", "-config", "ca.cnf"])
    try openssl([
      "ca", "-batch", "-notext", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key",
      "-in", "\(name).csr", "-out", "\(name).pem", "-extensions", extensions, "-startdate", from,
      "-enddate", to,
    ])
  }

  private func openssl(_ arguments: [String]) throws {
    try Program.run("openssl", arguments, in: folder.path)
  }

  private static func newKey(_ name: String) -> [String] {
    ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "\(name).key"]
  }

  private static let settings = """
    [req]
    distinguished_name = name
    [name]
    [ca]
    default_ca = own
    [own]
    database = index
    serial = serial
    new_certs_dir = .
    default_md = sha256
    policy = any
    unique_subject = no
    [any]
    commonName = supplied
    [authority]
    basicConstraints = critical,CA:TRUE
    keyUsage = critical,keyCertSign
    subjectKeyIdentifier = hash
    [here]
    subjectAltName = DNS:localhost,IP:127.0.0.1,IP:127.0.0.2
    [elsewhere]
    subjectAltName = DNS:other.example

    """
}
