import PantauCore

/// What was said between libcurl and a mail server, as far as the outcome needs it.
///
/// Lives on one thread; libcurl's callbacks write into it.
final class SMTPConversation {
  private(set) var step = MailOutcome.Step.greeting
  /// The last whole reply to the last command; nil where there is none yet.
  private(set) var reply: MailOutcome.Refusal?
  private(set) var refusedRecipients: [String: MailOutcome.Refusal] = [:]
  private(set) var isLate = false
  private(set) var isInterrupted = false
  private let mail: MailSubmission
  private let server: MailServer
  private let isStopped: () -> Bool
  private var sent = 0
  private var askedRecipients = 0
  private var isOver = false
  private var text: [UInt8] = []
  private var lastSign = MonotonicInstant.now

  /// The most of a reply's text that is kept, in bytes.
  private static let maxText = 300

  init(_ mail: MailSubmission, with server: MailServer, isStopped: @escaping () -> Bool) {
    self.mail = mail
    self.server = server
    self.isStopped = isStopped
  }

  /// Takes a line that libcurl sends.
  func take(command: UnsafeRawBufferPointer) {
    lastSign = .now
    // What counts is what was said before the farewell.
    isOver = isOver || command.begins(with: "QUIT")
    guard !isOver else { return }
    reply = nil
    text = []
    if command.begins(with: "EHLO") || command.begins(with: "HELO") {
      step = .greeting
    } else if command.begins(with: "STARTTLS\r") {
      step = .encryption
    } else if command.begins(with: "AUTH ") {
      step = .login
    } else if command.begins(with: "MAIL FROM:") {
      step = .sender
    } else if command.begins(with: "RCPT TO:") {
      step = .recipient
      askedRecipients += 1
    } else if command.begins(with: "DATA\r") {
      step = .content
    }
  }

  /// Takes a line that the server sends: `250-…` or, the last of a reply, `250 …`.
  func take(replyLine line: UnsafeRawBufferPointer) {
    lastSign = .now
    let digits = line.prefix(3)
    guard !isOver, digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return }
    let code = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    let words = line.dropFirst(4).split { $0 == 0x0D || $0 == 0x0A }.first ?? []
    text += (text.isEmpty ? [] : [0x20]) + words.prefix(max(0, Self.maxText - text.count))
    guard line.count < 4 || line[3] != 0x2D else { return }
    let said = step == .login ? "" : DisplayText.safe(String(decoding: text, as: UTF8.self))
    reply = MailOutcome.Refusal(code: code, text: said)
    text = []
    if step == .recipient, code >= 400, (1...mail.recipients.count).contains(askedRecipients) {
      refusedRecipients[mail.recipients[askedRecipients - 1]] = reply
    }
  }

  /// Fills the buffer with the next bytes of the content; 0 at its end.
  func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    lastSign = .now
    let count = min(buffer.count, mail.content.count - sent)
    buffer.copyBytes(from: mail.content[sent..<sent + count])
    sent += count
    return count
  }

  /// Looks at the time and the stop, about once a second; false ends the transfer.
  func goesOn() -> Bool {
    isInterrupted = isInterrupted || isStopped()
    let limit = sent == mail.content.count ? server.contentTimeout : server.timeout
    isLate = isLate || lastSign.seconds(since: .now) < -limit.inSeconds
    return !isInterrupted && !isLate
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func begins(with text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount
      && text.withUTF8Buffer { self.prefix($0.count).elementsEqual($0) }
  }
}
