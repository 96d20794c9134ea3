import Foundation
import PantauCore
import Testing

@testable import PantauDeliver

@Suite("Templates of webhooks")
struct TemplateTests {
  private func body(
    _ template: String, _ message: OutgoingMessage, contentType: String = "text/plain"
  ) throws -> String {
    let template = try MessageTemplate(template, contentType: contentType)
    return String(decoding: try #require(template.body(of: message)), as: UTF8.self)
  }

  private func body(
    _ template: String, title: String = "Banjir", contentType: String = "text/plain"
  ) throws -> String {
    try body(template, OutgoingMessage(sampleAlert(title: title)), contentType: contentType)
  }

  @Test(
    "every member of the alert can be told",
    arguments: [
      ("{{item.title}} | {{feed.name}} | {{severity}}", "Banjir | Kaltim Kini | high"),
      (
        "{{data.item.title}} {{type}} {{timestamp}}",
        "Banjir alert.created 2026-11-23T04:05:06.789Z"
      ),
      ("{{keywords}}", "Bontang, PBB"),
      (
        "{{#matches}}{{keyword}}:{{#meaning}} {{meaning}}{{/meaning}};{{/matches}}",
        "Bontang:;PBB: UN;"
      ),
      ("{{#keywords}}<{{.}}>{{^last()}},{{/last()}}{{/keywords}}", "<Bontang>,<PBB>"),
      ("{{story.copies}} {{old}}{{#old}}!{{/old}}{{^muted}}?{{/muted}}", "1 false?"),
      ("[{{item.nothing}}{{nothing}}]", "[]"), ("{{! note }}x", "x"),
      ("\n{{id}}", "\n01K0000000000000000000000A"),
    ])
  func members(_ template: String, _ expected: String) throws {
    #expect(try body(template) == expected)
  }

  @Test("the whole object is there as JSON")
  func whole() throws {
    let message = OutgoingMessage(sampleAlert())
    #expect(try body("{{{data}}}", message, contentType: "application/json") == message.object)
  }

  private static let title = "a\"b\\c\n<i>&'é👩🏽‍🚒 {{id}}"

  @Test(
    "values are escaped as the media type asks",
    arguments: [
      ("application/json", #"a\"b\\c\n<i>&'é👩🏽‍🚒 {{id}}"#),
      ("application/vnd.x+json; charset=utf-8", #"a\"b\\c\n<i>&'é👩🏽‍🚒 {{id}}"#),
      ("text/html", "a&quot;b\\c\n&lt;i&gt;&amp;&#39;é👩🏽‍🚒 {{id}}"),
      ("application/atom+xml", "a&quot;b\\c\n&lt;i&gt;&amp;&#39;é👩🏽‍🚒 {{id}}"),
      ("text/plain", title), ("text/markdown;charset=utf-8", title),
    ])
  func escaping(_ contentType: String, _ expected: String) throws {
    #expect(try body("{{item.title}}", title: Self.title, contentType: contentType) == expected)
    #expect(
      try body("{{{item.title}}}", title: Self.title, contentType: contentType) == Self.title)
  }

  @Test("a form's values are percent-encoded")
  func form() throws {
    let form = try body(
      "title={{item.title}}&x=1", title: "a&b=c d+é",
      contentType: "application/x-www-form-urlencoded")
    #expect(form == "title=a%26b%3Dc%20d%2B%C3%A9&x=1")
  }

  @Test(
    "JSON stays JSON whatever the feed says",
    arguments: ["\"", "\\", "\u{0}", "\u{2028}", "👨‍👩‍👧", "}}"])
  func anyTitle(_ letter: String) throws {
    let json = try body(
      #"{"text": "{{item.title}}"}"#, title: String(repeating: letter, count: 2_000),
      contentType: "application/json")
    let node = try JSONReader.read(Array(json.utf8))
    #expect(node["text"]?.string == String(repeating: letter, count: 2_000))
  }

  @Test(
    "a fault is told with its place",
    arguments: [
      ("{{#matches}}x", "a section is not closed", 1, 14),
      (
        "a\n{{#matches}}\n{{/keywords}}",
        "a section is closed by another name than it was opened by", 3, 4
      ),
      ("x {{item.title", "a tag is not closed", 1, 15),
      ("{{item title}}", "a tag is not closed", 1, 8),
      ("a\nb {{> lain}}", "{{> asks for another template", 2, 3),
      ("{{% CONTENT_TYPE:KATA}}", "{{% sets something that is not known", 1, 24),
    ])
  func faults(_ text: String, _ what: String, _ line: Int, _ column: Int) {
    do throws(MessageTemplate.Fault) {
      _ = try MessageTemplate(text, contentType: "application/json")
      Issue.record("taken")
    } catch {
      #expect(error.what.hasPrefix(what))
      #expect((error.line, error.column) == (line, column))
    }
  }

  @Test(
    "a name that no message has is told, with what was probably meant",
    arguments: [
      ("{{item.titel}}", "item.titel", "item.title", 0),
      ("é {{sevrity}}", "sevrity", "severity", 3), ("{{title}}", "title", "item.title", 0),
      ("{{#match}}{{keyword}}{{/match}}", "match", "matches", 0),
      ("{{#matches}}{{kutipan}}{{/matches}}", "kutipan", nil, 12),
      ("{{#item}}{{title}}{{/item}}{{title}}", "title", "item.title", 27),
      ("{{item.title.text}}", "item.title.text", nil, 0),
      ("{{{ storry.copies }}}", "storry.copies", "story.copies", 0),
      ("{{uppercased(feed.nama)}}", "feed.nama", "feed.name", 0),
    ])
  func unknownNames(_ template: String, _ name: String, _ nearest: String?, _ offset: Int) {
    let expected = TemplateNames.Unknown(name: name, nearest: nearest, offset: offset)
    #expect(TemplateNames.unknown(in: template).first == expected)
  }

  @Test(
    "names that some message has are taken",
    arguments: [
      "{{id}} {{data.item.title}} {{{data}}} {{! bebas }}{{#item}}{{title}} {{feed.name}}{{/item}}",
      "{{#matches}}{{keyword}}{{#meaning}} ({{meaning}}){{/meaning}}{{^last()}}, {{/last()}}{{/matches}}",
      "{{^item}}{{text}}{{/item}}{{#keywords}}{{.}}{{/keywords}}{{story.copies}}{{type}}",
      "{{#groups}}{{keyword}}{{#stories}}{{title}}{{#copies}}{{source}}{{/copies}}{{/stories}}{{/groups}}",
      "{{=<% %>=}}<% apa.saja %>", "{{escalation.waitedSeconds}}{{uppercased(feed.name)}}", "",
    ])
  func knownNames(_ template: String) {
    #expect(TemplateNames.unknown(in: template) == [])
  }

  @Test("a template cut anywhere gives a fault or a body, and ends nothing")
  func truncated() throws {
    let whole =
      "{{=<% %>=}}<%#matches%>a<%& keyword %><%/matches%><%={{ }}=%>{{^x}}{{{y}}}{{/x}}{{f(g(z))}}"
    for length in 0...whole.count {
      if let template = try? MessageTemplate(
        String(whole.prefix(length)), contentType: "text/plain")
      {
        _ = template.body(of: OutgoingMessage(sampleAlert()))
      }
    }
  }

  @Test("what grows too large is refused, not sent")
  func bounded() throws {
    let settings = WebhookSettings(format: .template, url: "https://example.org/x")
    var large = settings
    large.template = String(repeating: "{{item.title}}", count: 100)
    let sender = try WebhookSender(channel: "c", settings: large, poster: NoPoster())
    let message = OutgoingMessage(sampleAlert(title: String(repeating: "x", count: 10_000)))
    #expect(
      sender.send(message, stop: StopSignal())
        == .refused("the channel's template gives more than 262144 bytes for it."))
  }

  @Test("the request carries the media type, the operator's headers and the signature")
  func request() throws {
    var settings = WebhookSettings(
      format: .template, url: "https://example.org/x",
      secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
      headers: [HTTPRequest.Header("X-Key", "k")])
    settings.template = "judul={{item.title}}"
    settings.contentType = "application/x-www-form-urlencoded"
    let sender = try WebhookSender(channel: "c", settings: settings, poster: NoPoster())
    let request = try #require(sender.request(for: OutgoingMessage(sampleAlert(title: "a b"))))
    #expect(request.body == Array("judul=a%20b".utf8))
    #expect(
      request.headers.map(\.name) == [
        "Content-Type", "webhook-id", "webhook-timestamp", "webhook-signature", "X-Key",
      ])
    #expect(request.headers.first?.value == "application/x-www-form-urlencoded")
  }
}
