import FoundationEssentials
import PantauCore

/// Reads the keys of a webhook; its format decides which of them belong.
extension ChannelTargetReader {
  func webhook(_ object: ObjectReader) -> WebhookConfiguration? {
    let chosen: WebhookFormat? = object.choice("format", what: "a format of webhooks")
    if object["format"] != nil, chosen == nil { return nil }
    let format = chosen ?? .standard
    reportForeignKeys(object, format)
    guard let url = url(object, format) else { return nil }
    var webhook = WebhookConfiguration(format: format, url: url)
    webhook.secrets = signingSecrets(object, format)
    webhook.token = token(object, format)
    webhook.recipient = recipient(object, format)
    webhook.headers = object["headers"].map(context.headers) ?? []
    webhook.ca = object["ca"].flatMap { context.existingFile($0, like: "ca.pem") }
    if format == .template {
      webhook.contentType = contentType(object) ?? webhook.contentType
      webhook.template = template(object, giving: webhook.contentType)
    }
    return webhook
  }

  private func reportForeignKeys(_ object: ObjectReader, _ format: WebhookFormat) {
    let belonging: [(key: String, belongs: Bool, to: String)] = [
      ("token", format.token != .none, "formats telegram, ntfy, matrix, pushover and gotify"),
      ("chat", format.recipientKey == "chat", "format telegram"),
      ("room", format.recipientKey == "room", "format matrix"),
      ("user", format.recipientKey == "user", "format pushover"),
      ("template", format == .template, "format template"),
      ("contentType", format == .template, "format template"),
    ]
    for (key, belongs, formats) in belonging where !belongs && object[key] != nil {
      object.reportKey(
        key, .error, "does not belong to format \(format.rawValue)",
        "It is for \(formats): leave it out.")
    }
  }

  private func url(_ object: ObjectReader, _ format: WebhookFormat) -> SecretSetting? {
    if object["url"] == nil, let standing = format.defaultURL {
      return SecretSetting(source: .literal(Secret(standing)), value: Secret(standing))
    }
    guard let place = required("url", object, like: "\"https://hooks.example.org/x\""),
      let setting = context.secretURL(place)
    else { return nil }
    if let text = setting.value?.revealed, let address = try? WebAddress(text),
      address.scheme == "http", !address.isLoopback
    {
      context.warn(
        place, "alerts travel without encryption", "Write https: where the receiver has it.")
    }
    return setting
  }

  private func signingSecrets(
    _ object: ObjectReader, _ format: WebhookFormat
  ) -> [SecretSetting] {
    guard let place = object["secret"] else {
      guard format.isSigned else { return [] }
      context.warn(
        object.place, "lacks \"secret\": the receiver cannot tell who sends",
        "Add \"secret\" with whsec_ and the base64 of 24 to 64 random bytes.")
      return []
    }
    let places = place.node.array.map { $0.enumerated().map { place.element($0, $1) } } ?? [place]
    if places.isEmpty {
      context.error(place, "is empty", "Write a secret, or several, the newest first.")
    }
    return places.compactMap { place in
      guard let setting = context.secret(place) else { return nil }
      guard setting.value.map({ Self.isSigningSecret($0.revealed) }) ?? true else {
        context.error(
          place, "is no secret of Standard Webhooks",
          "It should be whsec_ and the base64 of 24 to 64 random bytes, such as "
            + "`echo whsec_$(openssl rand -base64 32)` prints.")
        return nil
      }
      return setting
    }
  }

  /// Standard Webhooks 1.0.0, "Signature scheme": base64 of 24 to 64 bytes behind the prefix.
  private static func isSigningSecret(_ text: String) -> Bool {
    let base64 = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
    return Data(base64Encoded: base64).map { (24...64).contains($0.count) } ?? false
  }

  private func token(_ object: ObjectReader, _ format: WebhookFormat) -> SecretSetting? {
    switch format.token {
    case .none: return nil
    case .optional: return object["token"].flatMap { context.secret($0) }
    case .required:
      return required("token", object, like: "{\"credential\": \"NAME\"}")
        .flatMap { context.secret($0) }
    }
  }

  private func recipient(_ object: ObjectReader, _ format: WebhookFormat) -> SecretSetting? {
    guard let key = format.recipientKey else { return nil }
    let example = ["chat": "\"-1001234567890\"", "room": "\"!abc:example.org\""][key]
    return required(key, object, like: example ?? "{\"credential\": \"NAME\"}")
      .flatMap { context.secret($0, warnsOfLiteral: false) }
  }

  private func contentType(_ object: ObjectReader) -> String? {
    guard let text = object.string("contentType", like: "application/json") else { return nil }
    guard text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }), text.contains("/") else {
      object.reportKey(
        "contentType", .error, "\"\(text)\" is not a media type",
        "Write one such as \"application/json\".")
      return nil
    }
    return text
  }

  /// The template's text, written here or in a file of its own.
  private func template(_ object: ObjectReader, giving contentType: String) -> String? {
    guard let place = required("template", object, like: "{\"file\": \"alert.mustache\"}") else {
      return nil
    }
    if place.node.string != nil {
      return context.string(place, like: "{\"text\": \"{{item.title}}\"}", what: "a template")
        .flatMap { checked($0, giving: contentType, at: place, inFile: nil) }
    }
    guard
      let file = ObjectReader(place, keys: ["file"], what: "a template", in: context),
      let filePlace = required("file", file, like: "\"alert.mustache\""),
      let path = context.existingFile(filePlace, like: "alert.mustache")
    else { return nil }
    do {
      let text = String(decoding: try context.surroundings.readFile(path), as: UTF8.self)
      return checked(text, giving: contentType, at: filePlace, inFile: path)
    } catch {
      context.error(
        filePlace, "the file \(path) cannot be read (\(error.reason))", "Check its permissions.")
      return nil
    }
  }

  /// Asks the template language; a fault in a file is told by the file's own line and column.
  private func checked(
    _ text: String, giving contentType: String, at place: Place, inFile path: String?
  ) -> String? {
    let findings = context.checkTemplate(text, contentType)
    for finding in findings {
      var offset = place.node.start
      var what = finding.what
      if let path {
        var counter = LineCounter()
        let position = counter.position(of: finding.offset, in: Array(text.utf8))
        what = "\(path):\(position.line):\(position.column): \(what)"
      } else {
        offset = JSONStringOffset.find(finding.offset, inStringAt: offset, of: context.bytes)
      }
      context.report(
        finding.isError ? .error : .warning, at: offset, place.path, what, finding.adviceSentence)
    }
    return findings.contains(where: \.isError) ? nil : text
  }
}
