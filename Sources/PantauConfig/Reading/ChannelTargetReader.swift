import PantauCore

/// Reads the keys of a channel that its type decides.
struct ChannelTargetReader {
  let context: ReadingContext

  func read(_ object: ObjectReader, type: String) -> ChannelTarget? {
    switch type {
    case "stdout": .stdout(object.choice("format", what: "a format of lines"))
    case "file": file(object)
    case "exec": exec(object)
    case "webhook": webhook(object).map { .webhook($0) }
    case "email": email(object).map { .email($0) }
    default: nil
    }
  }

  /// The place of a key that must be written.
  func required(_ key: String, _ object: ObjectReader, like example: String) -> Place? {
    if let place = object[key] { return place }
    context.error(object.place, "lacks \"\(key)\"", "Add \"\(key)\": \(example).")
    return nil
  }

  private func file(_ object: ObjectReader) -> ChannelTarget? {
    let format: LineFormat = object.choice("format", what: "a format of lines") ?? .json
    guard let place = required("path", object, like: "\"/var/log/pantau/alerts.jsonl\""),
      let path = context.string(place, like: "alerts.jsonl", what: "a path")
    else { return nil }
    return .file(path: context.absolutePath(path), format: format)
  }

  private func exec(_ object: ObjectReader) -> ChannelTarget? {
    let timeout =
      object.duration("timeout", in: Limits.execTimeout, like: "30s") ?? .seconds(30)
    guard let place = required("command", object, like: "[\"/usr/local/bin/on-alert\"]") else {
      return nil
    }
    guard let elements = place.node.array, !elements.isEmpty else {
      context.error(
        place, "is not a program with its arguments",
        "Write a list such as [\"/usr/local/bin/on-alert\", \"--quiet\"]; no shell reads it.")
      return nil
    }
    var words: [String] = []
    for (index, node) in elements.enumerated() {
      guard let word = node.string, !word.utf8.contains(0) else {
        context.error(
          place.element(index, node), "is \(node.value.kind), not an argument",
          "Write each argument as a string of its own.")
        return nil
      }
      words.append(word)
    }
    guard let program = program(words[0], place.element(0, elements[0])) else { return nil }
    return .exec(command: [program] + words.dropFirst(), timeout: timeout)
  }

  /// A name alone is looked up in PATH when it runs; a path is made absolute.
  private func program(_ word: String, _ place: Place) -> String? {
    if word.contains("/") { return context.existingFile(place, like: "/usr/local/bin/on-alert") }
    return context.string(place, like: "/usr/local/bin/on-alert", what: "a program")
  }

  private func email(_ object: ObjectReader) -> EmailConfiguration? {
    let to = object["to"].map(addresses)
    if to == nil { _ = required("to", object, like: "[\"humas@example.org\"]") }
    let server = required("smtp", object, like: "\"smtps://mail.example.org\"").flatMap(smtp)
    guard let to, !to.isEmpty, let server else { return nil }
    var email = EmailConfiguration(to: to, smtp: server)
    email.from = object["from"].flatMap(address)
    email.startTLS =
      object.choice("startTLS", what: "a use of TLS") ?? (isLoopback(server) ? .never : .require)
    email.user = object.string("user", like: "pantau")
    email.password = object["password"].flatMap { context.secret($0) }
    email.ca = object["ca"].flatMap { context.existingFile($0, like: "ca.pem") }
    reportLogin(object, email)
    return email
  }

  private func reportLogin(_ object: ObjectReader, _ email: EmailConfiguration) {
    for (key, other) in [("user", "password"), ("password", "user")]
    where object[key] != nil && object[other] == nil {
      object.reportKey(
        key, .error, "has no effect without \"\(other)\"", "Write both, or neither.")
    }
    if email.startTLS != .require, object["password"] != nil, !isLoopback(email.smtp),
      !email.smtp.lowercased().hasPrefix("smtps:")
    {
      let may = email.startTLS == .offered ? "may send" : "sends"
      object.reportKey(
        "startTLS", .warning, "\(may) the password without encryption",
        "Write \"require\", or smtps: in \"smtp\".")
    }
  }

  private func isLoopback(_ url: String) -> Bool { (try? WebAddress(url))?.isLoopback ?? false }

  private func addresses(_ place: Place) -> [String] {
    if place.node.string != nil { return address(place).map { [$0] } ?? [] }
    return (context.strings(place, of: "mail addresses", like: "humas@example.org") ?? [])
      .compactMap { address($0.1) }
  }

  private func address(_ place: Place) -> String? {
    guard let text = context.string(place, like: "humas@example.org", what: "a mail address")
    else { return nil }
    guard MailAddress.isOne(text) else {
      context.error(
        place, "\"\(text)\" is not a mail address", "Write one such as \"humas@example.org\".")
      return nil
    }
    guard text.utf8.allSatisfy({ $0 < 0x7F }) else {
      context.error(
        place, "\"\(text)\" holds letters that not every mail server takes",
        "Write the domain in its xn-- form; before the @ use a name in ASCII.")
      return nil
    }
    return text
  }

  private func smtp(_ place: Place) -> String? {
    guard
      let text = context.string(place, like: "smtps://mail.example.org", what: "a URL"),
      let address = context.address(place, text, schemes: ["smtps", "smtp"])
    else { return nil }
    guard address.userInfo == nil else {
      context.error(
        place, "holds a login", "Write it as \"user\" and \"password\" of the channel.")
      return nil
    }
    return text
  }
}
