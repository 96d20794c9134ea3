import FoundationEssentials
import PantauCore

/// Writes a message as a mail: header, a part of plain text, the same as HTML.
///
/// The message id is the alert's at every attempt; each mail answers one that nobody ever sent, its
/// story's, so that mail programs show a story as one thread.
struct MailComposer: Sendable {
  let channel: String
  let settings: EmailSettings
  /// How times of day are shown.
  let times: AlertText

  /// The bytes of a mail.
  ///
  /// - Parameters:
  ///   - message: what it tells.
  ///   - now: the attempt's time, for `Date`.
  /// - Returns: lines of at most 998 bytes of ASCII, ended by CRLF.
  func mail(_ message: OutgoingMessage, at now: Date) -> [UInt8] {
    let content = MailContent(message)
    // Behind an equals sign no encoded body has an underscore.
    let boundary = "=_pantau_" + Self.word(message.id)
    var header = header(message, content, now)
    header.field("MIME-Version", ["1.0"])
    header.field("Content-Type", ["multipart/alternative;", "boundary=\"\(boundary)\""])
    var mail = header.text + "\r\n"
    mail += part("plain", MailPlainText(times: times).body(content, channel: channel), boundary)
    mail += part("html", MailHTML(times: times).body(content, channel: channel), boundary)
    mail += "--\(boundary)--\r\n"
    return Array(mail.utf8)
  }

  private func header(
    _ message: OutgoingMessage, _ content: MailContent, _ now: Date
  ) -> MailHeader {
    var header = MailHeader()
    header.field("Date", [MailDate.text(now)])
    header.field("From", ["pantau", "<\(settings.from)>"])
    header.addresses("To", settings.to)
    header.text("Subject", content.subject)
    header.field("Message-ID", [id(Self.word(message.id))])
    if let story = content.story {
      let root = id("story.\(story)")
      header.field("In-Reply-To", [root])
      header.field("References", [root])
    }
    header.field("List-Id", ["<\(listName).pantau.\(domain)>"])
    header.field("Auto-Submitted", ["auto-generated"])
    if content.severity == .high { header.field("Importance", ["high"]) }
    return header
  }

  private func id(_ local: String) -> String { "<\(local)@\(domain)>" }

  private var domain: String {
    settings.from.split(separator: "@").last.map(String.init) ?? "localhost"
  }

  /// The channel's name as a label of RFC 2919.
  private var listName: String {
    let label = Self.word(channel.lowercased()).prefix(60)
    return label.isEmpty ? "channel" : String(label)
  }

  /// The letters, digits and hyphens of a text, what stands between them as one hyphen.
  private static func word(_ text: String) -> String {
    text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
  }

  private func part(_ kind: String, _ text: String, _ boundary: String) -> String {
    let encoded = TransferEncoding(text)
    return """
      --\(boundary)\r
      Content-Type: text/\(kind); charset=utf-8\r
      Content-Transfer-Encoding: \(encoded.name)\r
      \r
      \(encoded.body)
      """
  }
}
