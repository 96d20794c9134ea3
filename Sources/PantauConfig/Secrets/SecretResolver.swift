import PantauCore
import Synchronization

/// Reads secrets from where the configuration says they are.
///
/// Files are read anew each time. Environment and credential values are read once and then kept for
/// the life of the resolver, for systemd 252 renews them only at a start; so one resolver serves
/// the start and every reload.
public final class SecretResolver: Sendable {
  /// The longest secret that is taken, in bytes.
  public static let maxBytes = 65_536

  private let surroundings: ConfigurationSurroundings
  private let credentials = Mutex<[String: Secret]>([:])

  /// Makes a resolver that looks into these surroundings.
  public init(surroundings: ConfigurationSurroundings) {
    self.surroundings = surroundings
  }

  /// Reads one secret; one line end after it does not belong to it.
  ///
  /// - Throws: ``SecretError`` which names the place and never a value.
  public func resolve(_ source: SecretSource) throws(SecretError) -> Secret {
    switch source {
    case .literal(let secret): return secret
    case .environment(let name): return try readVariable(name)
    case .file(let path): return try readFile(path)
    case .credential(let name): return try readCredential(name)
    }
  }

  private func readVariable(_ name: String) throws(SecretError) -> Secret {
    guard let value = surroundings.environment[name] else {
      throw SecretError(
        problem: "the environment variable \(name) is not set",
        advice: "Set it for the process (in a service: Environment= or EnvironmentFile=).")
    }
    guard !value.isEmpty else {
      throw SecretError(
        problem: "the environment variable \(name) is empty", advice: "Give it a value.")
    }
    return Secret(value)
  }

  private func readFile(_ path: String) throws(SecretError) -> Secret {
    let bytes: [UInt8]
    do {
      bytes = try surroundings.readFile(path)
    } catch {
      throw SecretError(
        problem: "the file \(path) cannot be read (\(error.reason))",
        advice: "Check the path and that pantau's user may read it.")
    }
    return try secret(in: bytes, of: "the file \(path)")
  }

  private func readCredential(_ name: String) throws(SecretError) -> Secret {
    if let kept = credentials.withLock({ $0[name] }) { return kept }
    guard let directory = surroundings.environment["CREDENTIALS_DIRECTORY"] else {
      throw SecretError(
        problem: "the systemd credential \(name) can be read only inside the service",
        advice: "The service needs LoadCredential=\(name):PATH in its unit or a drop-in.")
    }
    let bytes: [UInt8]
    do {
      bytes = try surroundings.readFile("\(directory)/\(name)")
    } catch {
      throw SecretError(
        problem: "the systemd credential \(name) cannot be read (\(error.reason))",
        advice: "Add LoadCredential=\(name):PATH to the unit or a drop-in, and restart.")
    }
    let secret = try secret(in: bytes, of: "the systemd credential \(name)")
    credentials.withLock { $0[name] = secret }
    return secret
  }

  private func secret(in bytes: [UInt8], of place: String) throws(SecretError) -> Secret {
    var bytes = bytes[...]
    if bytes.last == 0x0A { bytes.removeLast() }
    if bytes.last == 0x0D { bytes.removeLast() }
    guard bytes.count <= Self.maxBytes else {
      throw SecretError(
        problem: "\(place) holds more than \(ByteSize.exact(Self.maxBytes))",
        advice: "It should hold the secret and nothing else.")
    }
    guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
      throw SecretError(
        problem: bytes.isEmpty ? "\(place) is empty" : "\(place) is not UTF-8 text",
        advice: "It should hold the secret and nothing else.")
    }
    return Secret(text)
  }
}

/// Why a secret could not be read.
public struct SecretError: Error, Sendable, Hashable {
  /// What happened, in a clause without a full stop.
  public var problem: String
  /// What to do, in a sentence.
  public var advice: String
}
