import PantauCore

/// Whether a secret that cannot be read keeps pantau from starting.
public enum SecretPolicy: Sendable, Hashable {
  /// It does: the service needs all of them.
  case required
  /// It is a warning: commands beside the service often may not read them.
  case optional
}

extension ReadingContext {
  private static let forms =
    "a string, {\"env\": \"NAME\"}, {\"file\": \"PATH\"} or {\"credential\": \"NAME\"}"

  /// A secret from wherever it is written, resolved where possible; a value in the clear is warned
  /// of where that is asked for.
  func secret(_ place: Place, warnsOfLiteral: Bool = true) -> SecretSetting? {
    guard let source = secretSource(place) else { return nil }
    if case .literal = source, warnsOfLiteral {
      warn(
        place, "stands in the clear",
        "Anyone who reads this file learns it; write {\"env\": \"NAME\"}, {\"file\": \"PATH\"} or "
          + "{\"credential\": \"NAME\"} instead.")
    }
    do {
      return SecretSetting(source: source, value: try secrets.resolve(source))
    } catch {
      let severity: ConfigurationProblem.Severity = secretPolicy == .required ? .error : .warning
      report(severity, at: place.node.start, place.path, error.problem, error.advice)
      return SecretSetting(source: source, value: nil)
    }
  }

  private func secretSource(_ place: Place) -> SecretSource? {
    switch place.node.value {
    case .string:
      return string(place, like: "…").map { .literal(Secret($0)) }
    case .object(let members):
      guard members.count == 1, let member = members.first else { break }
      let inner = place.member(member.name, member.node)
      switch member.name {
      case "env":
        return string(inner, like: "NAME").map { .environment($0) }
      case "file":
        return string(inner, like: "PATH").map { .file(absolutePath($0)) }
      case "credential":
        return credentialName(inner).map { .credential($0) }
      default:
        let near = NearestName.of(member.name, among: ["env", "file", "credential"])
        report(
          at: member.nameStart, place.path, "unknown key \"\(member.name)\"",
          near.map { "Did you mean \"\($0)\"?" } ?? "Write \(Self.forms).")
        return nil
      }
    default: break
    }
    error(place, "is no value and does not say where to find one", "Write \(Self.forms).")
    return nil
  }

  /// systemd takes any file name (systemd.exec, LoadCredential=).
  private func credentialName(_ place: Place) -> String? {
    guard let name = string(place, like: "NAME") else { return nil }
    guard !name.contains("/"), name != ".", name != "..", name.utf8.count <= 255 else {
      error(
        place, "\"\(name)\" is not the name of a credential",
        "Write the name before the colon of LoadCredential=NAME:PATH.")
      return nil
    }
    return name
  }
}
