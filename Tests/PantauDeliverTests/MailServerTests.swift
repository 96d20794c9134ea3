import Foundation
import PantauCore
import PantauHTTP
import PantauTestSupport
import Testing

@testable import PantauDeliver

/// A real mail server, and a channel that sends to it.
struct MailHome {
  let peer: PythonPeer
  let settings: EmailSettings

  init(
    _ peerSettings: [String] = [], to: [String] = ["humas@example.org"], scheme: String = "smtp",
    encryption: MailServer.Encryption = .none, password: String? = nil, caFile: String? = nil,
    host: String = "127.0.0.1", timeout: Duration = .seconds(20)
  ) throws {
    peer = try PythonPeer("mail-server", ["{\(peerSettings.joined(separator: ","))}"])
    settings = EmailSettings(
      to: to, from: "pantau@kota.example.org",
      server: MailServer(
        url: "\(scheme)://\(host):\(peer.port)", encryption: encryption,
        user: password == nil ? nil : "pantau", password: password, caFile: caFile,
        timeout: timeout))
  }

  var place: String { settings.server.url }

  func sender() -> EmailSender {
    EmailSender(channel: "Pagi Kota", settings: settings, times: makassarText) { noon + 3_600 }
  }

  /// Settings of the server that show a certificate.
  static func certificate(_ kind: TestCertificates.Kind, tls: String) throws -> [String] {
    let made = try TestCertificates.shared
    return [
      "\"tls\": \"\(tls)\"", "\"certificate\": \"\(made.certificate(kind))\"",
      "\"key\": \"\(made.key(kind))\"",
    ]
  }
}

extension JSONNode {
  /// The value of a mail's header, decoded.
  func header(_ name: String) -> String? {
    self["headers"]?.array?.first { $0.array?.first?.string == name }?.array?.last?.string
  }
}

@Suite("Mails to a real server", .enabled(if: PythonPeer.canRun && TestCertificates.canBeMade))
struct MailServerTests {
  private let message = OutgoingMessage(sampleAlert())

  @Test("a mail arrives whole and without a defect, with what the standards ask")
  func arrives() throws {
    let home = try MailHome(to: ["humas@example.org", "redaksi@example.org"])
    #expect(home.sender().send(message, stop: StopSignal()) == .delivered)
    let mail = home.peer.told(1)[0]
    #expect(mail["defects"]?.strings == [])
    #expect(mail["sender"]?.string == "pantau@kota.example.org")
    #expect(mail["recipients"]?.strings == ["humas@example.org", "redaksi@example.org"])
    let expected = [
      ("Date", "Mon, 23 Nov 2026 05:00:00 +0000"), ("From", "pantau <pantau@kota.example.org>"),
      ("To", "humas@example.org, redaksi@example.org"),
      ("Subject", "[high] Bontang, PBB (UN): Walikota Bontang Diundang PBB ke Korea"),
      ("Message-ID", "<01K0000000000000000000000A@kota.example.org>"),
      ("In-Reply-To", "<story.7@kota.example.org>"),
      ("References", "<story.7@kota.example.org>"),
      ("List-Id", "<pagi-kota.pantau.kota.example.org>"), ("Auto-Submitted", "auto-generated"),
      ("Importance", "high"), ("MIME-Version", "1.0"),
    ]
    for (name, value) in expected { #expect(mail.header(name) == value) }
    #expect(mail["parts"]?.array?.map { $0["type"]?.string } == ["text/plain", "text/html"])
    #expect(mail["bareLineEnds"]?.int == 0)
    #expect(mail["isASCII"]?.bool == true)
  }

  @Test("the message id is the same at every attempt, and the thread the same for a story")
  func sameIDs() throws {
    let home = try MailHome([#""replies": {"DATA": ["451 4.3.0 later", "250 OK"]}"#])
    let sender = home.sender()
    #expect(
      sender.send(message, stop: StopSignal())
        == .channelFailed("mail server \(home.place) answered 451 (4.3.0 later)."))
    #expect(sender.send(message, stop: StopSignal()) == .delivered)
    var other = sampleAlert(title: "Bontang lagi")
    other.id = "01K0000000000000000000000B"
    #expect(sender.send(OutgoingMessage(other), stop: StopSignal()) == .delivered)
    let mails = home.peer.told(3)
    #expect(mails[0].header("Message-ID") == mails[1].header("Message-ID"))
    #expect(mails[1].header("Message-ID") != mails[2].header("Message-ID"))
    #expect(Set(mails.map { $0.header("References") }).count == 1)
  }

  @Test(
    "any letters arrive as they were, in lines and words that every server carries",
    arguments: [
      "Banjir di Bontang, “rob” kembali – naik", "Wali kota: é\u{301}\u{302} ñ ü",
      "الفيضانات في بونتانج تتواصل منذ أيام", "洪水がボンタン市を襲い、住民が避難した",
      "👨‍👩‍👧‍👦🇮🇩🏴󠁧󠁢󠁥󠁮󠁧󠁿 " + String(repeating: "👩🏽‍🚒", count: 30),
      String(repeating: "a", count: 300), String(repeating: "Bontang ", count: 25) + "akhir",
      "=?UTF-8?B?QmFuamly?= <script>alert(1)</script> &amp; = .", "a  b   c", " awal dan akhir ",
      ".\n.\r\n..", "e" + String(repeating: "\u{301}", count: 120),
    ])
  func anyLetters(_ title: String) throws {
    let home = try MailHome()
    var alert = sampleAlert(title: title)
    alert.matches[1].excerpt = title
    alert.item.summary = title
    alert.feed.name = title
    #expect(home.sender().send(OutgoingMessage(alert), stop: StopSignal()) == .delivered)
    let mail = home.peer.told(1)[0]
    #expect(mail["defects"]?.strings == [])
    let shown = DisplayText.safe(title)
    let subject = "[high] Bontang, PBB (UN): " + shown
    let cut = subject.count > 250 ? subject.prefix(249) + "…" : subject[...]
    #expect(mail.header("Subject") == String(cut))
    #expect(mail["parts"]?.array?[0]["text"]?.string?.contains(shown) == true)
    #expect(mail["parts"]?.array?[1]["text"]?.string?.contains(Markup.html(shown)) == true)
    #expect((mail["longestHeadLine"]?.int ?? 999) <= 78)
    #expect((mail["longestLine"]?.int ?? 999) <= 78)
    #expect((mail["longestEncodedWord"]?.int ?? 999) <= 75)
    #expect(mail["bareLineEnds"]?.int == 0)
    #expect(mail["isASCII"]?.bool == true)
  }

  @Test("no title adds a header field or a recipient")
  func injection() throws {
    let home = try MailHome()
    let alert = sampleAlert(title: "Banjir\r\nBcc: lain@example.org\r\n\r\nisi\u{2028}x\u{85}y")
    #expect(home.sender().send(OutgoingMessage(alert), stop: StopSignal()) == .delivered)
    let mail = home.peer.told(1)[0]
    #expect(mail["recipients"]?.strings == ["humas@example.org"])
    let names = mail["headers"]?.array?.compactMap { $0.array?.first?.string }
    #expect(
      names == [
        "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "List-Id",
        "Auto-Submitted", "Importance", "MIME-Version", "Content-Type",
      ])
    #expect(mail["defects"]?.strings == [])
  }

  @Test("a digest mail groups by keyword and tells the copies of a story")
  func digest() throws {
    var second = sampleAlert(title: "Walikota ke Seoul")
    second.id = "01K0000000000000000000000B"
    second.feed.name = "Borneo Pos"
    second.item.url = "https://example.org/borneo"
    var third = sampleAlert(title: "Loket PBB buka <malam>")
    third.keywords = ["PBB"]
    third.story.id = 8
    let digest = AlertDigest(id: "D1", time: noon, alerts: [sampleAlert(), second, third])
    let home = try MailHome()
    let message = OutgoingMessage(digest, text: "3 alerts")
    #expect(home.sender().send(message, stop: StopSignal()) == .delivered)
    let mail = home.peer.told(1)[0]
    #expect(mail["defects"]?.strings == [])
    #expect(mail.header("Subject") == "[high] 2 stories: Bontang, PBB")
    #expect(mail.header("References") == nil)
    let text = mail["parts"]?.array?[0]["text"]?.string
    #expect(
      text == """
        3 alerts, 2 stories

        Bontang (1)

        * Walikota Bontang Diundang PBB ke Korea
          https://example.org/berita/1
          Kaltim Kini | 2026-11-23 12:05:06 | high | Bontang, PBB (UN)
          … diundang [PBB] ke Korea …
          also: Borneo Pos | Walikota ke Seoul | https://example.org/borneo

        PBB (1)

        * Loket PBB buka <malam>
          https://example.org/berita/1
          Kaltim Kini | 2026-11-23 12:05:06 | high | PBB (UN)
          … diundang [PBB] ke Korea …

        -- 
        pantau, channel Pagi Kota, D1

        """)
    #expect(
      mail["parts"]?.array?[1]["text"]?.string?.contains("Loket PBB buka &lt;malam&gt;") == true)
  }

  @Test("a notice is told by its sentence")
  func notice() throws {
    let home = try MailHome()
    let notice = OutgoingMessage(
      id: "N1", type: "feed.failing", time: noon, object: #"{"text":"Kaltim Kini gives 500."}"#)
    #expect(home.sender().send(notice, stop: StopSignal()) == .delivered)
    let mail = home.peer.told(1)[0]
    #expect(mail.header("Subject") == "feed.failing: Kaltim Kini gives 500.")
    #expect(mail.header("References") == nil)
    #expect(mail["defects"]?.strings == [])
  }

  @Test("STARTTLS and TLS, with a login", arguments: ["start", "always"])
  func encrypted(_ tls: String) throws {
    let home = try MailHome(
      MailHome.certificate(.good, tls: tls) + [#""user": "pantau", "password": "r@ha:sia""#],
      scheme: tls == "start" ? "smtp" : "smtps", encryption: .required, password: "r@ha:sia",
      caFile: TestCertificates.shared.authority)
    #expect(home.sender().send(message, stop: StopSignal()) == .delivered)
    let mail = home.peer.told(1)[0]
    #expect(mail["encrypted"]?.bool == true)
    #expect(mail["login"]?.string == "pantau")
  }

  @Test("a wrong password fails the channel and appears nowhere")
  func wrongPassword() throws {
    let home = try MailHome([#""user": "pantau", "password": "r@hasia""#], password: "salah")
    #expect(
      home.sender().send(message, stop: StopSignal())
        == .channelFailed(
          """
          mail server \(home.place) answered 535 to the login; check the channel's "user" and \
          "password".
          """))
  }

  @Test("a server that knows no logins takes mails without")
  func noLogin() throws {
    let home = try MailHome(password: "apa")
    #expect(home.sender().send(message, stop: StopSignal()) == .delivered)
    let login = home.peer.told(1)[0]["login"]
    #expect(login?.string == nil)
  }

  @Test(
    "a certificate that does not hold is refused, and nothing is sent",
    arguments: [TestCertificates.Kind.wrongName, .expired, .selfSigned], ["start", "always"])
  func badCertificates(_ kind: TestCertificates.Kind, _ tls: String) throws {
    let home = try MailHome(
      MailHome.certificate(kind, tls: tls), scheme: tls == "start" ? "smtp" : "smtps",
      encryption: .required, caFile: TestCertificates.shared.authority)
    #expect(
      home.sender().send(message, stop: StopSignal())
        == .channelFailed(
          """
          mail server \(home.place): no secure connection; check its certificate, set "ca", or \
          see "startTLS" (libcurl error 60).
          """))
    #expect(home.peer.told == [])
  }

  @Test("without STARTTLS nothing is sent where it is required; offered and none go on")
  func startTLS() throws {
    let strict = try MailHome(encryption: .required)
    guard case .channelFailed(let reason, _) = strict.sender().send(message, stop: StopSignal())
    else {
      Issue.record("sent in the clear")
      return
    }
    #expect(reason.contains("no secure connection"))
    #expect(strict.peer.told == [])
    let lax = try MailHome(encryption: .offered)
    #expect(lax.sender().send(message, stop: StopSignal()) == .delivered)
  }

  @Test("a recipient refused for good is tried apart; the others have the mail once")
  func refusedRecipient() throws {
    let home = try MailHome(
      [#""replies": {"lama@example.org": ["550 5.1.1 no such user"]}"#],
      to: ["lama@example.org", "humas@example.org"])
    let sender = home.sender()
    let expected = SendResult.partly(
      """
      mail server \(home.place) does not take mails for lama@example.org: 550 (5.1.1 no such \
      user). Check the channel's "to".
      """, rest: ["lama@example.org"], mayRecover: false)
    #expect(sender.send(message, stop: StopSignal()) == expected)
    #expect(sender.send(rest("lama@example.org"), stop: StopSignal()) == expected)
    // Of the operator's list nobody lacks it any more.
    #expect(sender.send(rest("pergi@example.org"), stop: StopSignal()) == .delivered)
    #expect(home.peer.told.map { $0["recipients"]?.strings } == [["humas@example.org"]])
  }

  private func rest(_ recipient: String) -> OutgoingMessage {
    var message = message
    message.rest = [recipient]
    return message
  }

  @Test("a recipient refused for now holds up nobody; the next attempt is for him alone")
  func greylisted() throws {
    let home = try MailHome(
      [#""replies": {"redaksi@example.org": ["450 4.2.0 greylisted", "250 OK"]}"#],
      to: ["humas@example.org", "redaksi@example.org"])
    let sender = home.sender()
    #expect(
      sender.send(message, stop: StopSignal())
        == .partly(
          """
          mail server \(home.place) does not take mails for redaksi@example.org: 450 (4.2.0 \
          greylisted).
          """, rest: ["redaksi@example.org"], mayRecover: true))
    #expect(sender.send(rest("redaksi@example.org"), stop: StopSignal()) == .delivered)
    let recipients = home.peer.told(2).map { $0["recipients"]?.strings }
    #expect(recipients == [["humas@example.org"], ["redaksi@example.org"]])
  }

  @Test(
    "what a server's replies mean",
    arguments: [
      ("MAIL", "550 5.7.1 not you", false), ("MAIL", "552 5.3.4 too large", true),
      ("MAIL", "451 4.3.0 later", false), ("DATA", "554 5.7.1 spam", true),
      ("DATA", "452 4.3.1 full", false), ("humas@example.org", "554 5.7.1 relay denied", true),
      ("humas@example.org", "421 4.3.2 closing", false),
    ])
  func replies(_ step: String, _ reply: String, _ concernsMessage: Bool) throws {
    let home = try MailHome([#""replies": {"\#(step)": ["\#(reply)"]}"#])
    switch home.sender().send(message, stop: StopSignal()) {
    case .refused(let reason):
      #expect(concernsMessage)
      #expect(reason.contains(reply.dropFirst(4)))
    case .channelFailed(let reason, _):
      #expect(!concernsMessage)
      #expect(reason.contains(reply.dropFirst(4)))
    case let other: Issue.record("\(other)")
    }
  }

  @Test("no server fails the channel")
  func noServer() throws {
    let server = try LoopbackServer(routes: [:])
    server.close()
    let settings = EmailSettings(
      to: ["a@example.org"], from: "p@example.org",
      server: MailServer(url: "smtp://127.0.0.1:\(server.port)", encryption: .none))
    let sender = EmailSender(channel: "c", settings: settings, times: makassarText)
    #expect(
      sender.send(message, stop: StopSignal())
        == .channelFailed(
          """
          mail server smtp://127.0.0.1:\(server.port): no connection, or it broke (libcurl error 7).
          """))
  }

  @Test("a server that says nothing is given up", arguments: ["EHLO", "MAIL"])
  func silence(_ step: String) throws {
    let home = try MailHome([#""stall": "\#(step)""#], timeout: .milliseconds(500))
    guard case .channelFailed(let reason, _) = home.sender().send(message, stop: StopSignal())
    else {
      Issue.record("not the channel's fault")
      return
    }
    #expect(reason.hasPrefix("mail server \(home.place): no answer in time (libcurl error "))
  }

  @Test("a stop ends the wait for a server", arguments: ["EHLO", "DATA"])
  func stop(_ step: String) throws {
    let home = try MailHome([#""stall": "\#(step)""#])
    let stop = StopSignal()
    let thread = DedicatedThread(name: "stop") {
      stop.sleep(for: .milliseconds(300))
      stop.stop()
    }
    let start = MonotonicInstant.now
    #expect(home.sender().send(message, stop: stop) == .interrupted)
    #expect(MonotonicInstant.now.seconds(since: start) < 5)
    thread.join()
  }
}
