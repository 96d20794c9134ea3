import Foundation
import PantauCore

@testable import PantauDeliver

/// Refuses what the real services refuse, by their documented limits.
enum StrictService {
  /// Why a request would be refused; nil where it would be taken.
  static func refusal(of request: HTTPRequest, format: WebhookSettings.Format) -> String? {
    guard let body = try? JSONReader.read(request.body) else { return "the body is no JSON" }
    return switch format {
    case .slack: slack(body)
    case .discord: discord(body)
    case .telegram: telegram(body)
    case .ntfy: ntfy(body)
    case .matrix: matrix(body, request)
    case .teams: teams(body, request)
    case .mattermost:
      text(body, 16_383) { $0.unicodeScalars.count }
        ?? mention(["@everyone", "@here", "@channel", "@all"], in: body)
    case .googlechat:
      // It refuses names that it does not know.
      unknown(["text"], in: body) ?? text(body, 4_096) { $0.utf8.count }
        ?? mention(["<users/"], in: body)
    case .pushover: pushover(body)
    case .gotify:
      body["message"]?.string?.isEmpty != false || request.body.count > 65_536
        ? "no message, or too long" : nil
    case .standard, .cloudevents, .template: request.body.count >= 20_000 ? "20 kB or more" : nil
    }
  }

  private static func text(_ body: JSONNode, _ limit: Int, _ count: (String) -> Int) -> String? {
    guard let text = body["text"]?.string, !text.isEmpty else { return "no text" }
    return count(text) > limit ? "text over \(limit)" : nil
  }

  private static func unknown(_ known: Set<String>, in object: JSONNode) -> String? {
    guard case .object(let members) = object.value else { return "no object" }
    return members.first { !known.contains($0.name) }.map { "unknown name \($0.name)" }
  }

  private static func teams(_ body: JSONNode, _ request: HTTPRequest) -> String? {
    guard request.body.count <= 28_000 else { return "over 28 KB" }
    guard body["type"]?.string == "message", let card = body["attachments"]?.array?.first,
      card["contentType"]?.string == "application/vnd.microsoft.card.adaptive",
      card["content"]?["type"]?.string == "AdaptiveCard",
      card["content"]?["body"]?.array?.isEmpty == false
    else { return "no card" }
    return nil
  }

  private static func mention(_ marks: [String], in body: JSONNode) -> String? {
    marks.first { body["text"]?.string?.contains($0) == true }.map { "mentions \($0)" }
  }

  private static func slack(_ body: JSONNode) -> String? {
    // `&` begins one of three entities, or Slack shows what was not meant.
    for part in (body["text"]?.string ?? "").split(separator: "&", omittingEmptySubsequences: false)
      .dropFirst()
    {
      guard ["amp;", "lt;", "gt;"].contains(where: part.hasPrefix) else { return "a bare &" }
    }
    guard let fallback = body["text"]?.string, let blocks = body["blocks"]?.array else {
      return "no text or blocks"
    }
    guard fallback.utf16.count <= 4_000 else { return "text over 4,000" }
    for block in blocks {
      if let name = unknown(["type", "text", "block_id", "fields", "accessory"], in: block) {
        return name
      }
      guard block["type"]?.string == "section", block["text"]?["type"]?.string == "mrkdwn" else {
        return "invalid_blocks"
      }
      guard let text = block["text"]?["text"]?.string, (1...3_000).contains(text.utf16.count)
      else { return "section text empty or over 3,000" }
      guard !text.contains("<!") else { return "mentions" }
      // Each `<` opens a link that is closed on its line, with one bar in it.
      for part in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
        guard let link = part.split(separator: ">").first, link.hasPrefix("http"),
          link.filter({ $0 == "|" }).count == 1, !link.contains("\n")
        else { return "a broken link" }
      }
    }
    return nil
  }

  private static func discord(_ body: JSONNode) -> String? {
    guard body["allowed_mentions"]?["parse"]?.array?.isEmpty == true else { return "may ping" }
    guard let embeds = body["embeds"]?.array, (1...10).contains(embeds.count) else {
      return "no embeds"
    }
    var total = 0
    for embed in embeds {
      let title = embed["title"]?.string ?? ""
      let description = embed["description"]?.string ?? ""
      let footer = embed["footer"]?["text"]?.string ?? ""
      guard title.utf16.count <= 256 else { return "title over 256" }
      guard description.utf16.count <= 4_096 else { return "description over 4,096" }
      guard footer.utf16.count <= 2_048 else { return "footer over 2,048" }
      if let url = embed["url"]?.string, !url.hasPrefix("http") { return "no http URL" }
      total += title.utf16.count + description.utf16.count + footer.utf16.count
    }
    return total > 6_000 ? "embeds over 6,000" : nil
  }

  private static func telegram(_ body: JSONNode) -> String? {
    guard body["chat_id"]?.string != nil, body["parse_mode"]?.string == "HTML" else {
      return "no chat, or not HTML"
    }
    guard let text = body["text"]?.string, !text.isEmpty, text.utf16.count <= 4_096 else {
      return "text empty or over 4,096"
    }
    // Every tag is one of ours and closed in order; every `&` begins one of four entities.
    var open: [Substring] = []
    for part in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
      guard let end = part.firstIndex(of: ">") else { return "a tag without end" }
      let name = part[..<end].prefix { $0 != " " }
      if name.hasPrefix("/") {
        guard open.popLast() == name.dropFirst() else { return "tags out of order" }
      } else {
        guard ["a", "b", "i"].contains(name) else { return "an unknown tag \(name)" }
        open.append(name)
      }
    }
    guard open.isEmpty else { return "an open tag" }
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      guard ["amp;", "lt;", "gt;", "quot;"].contains(where: part.hasPrefix) else {
        return "a bare &"
      }
    }
    return nil
  }

  private static func ntfy(_ body: JSONNode) -> String? {
    guard body["topic"]?.string == "topic" else { return "no topic" }
    guard let message = body["message"]?.string, message.utf8.count <= 4_096 else {
      return "message over 4,096 bytes"
    }
    guard let title = body["title"]?.string, title.utf8.count <= 1_000 else {
      return "title over 1 KB"
    }
    guard let priority = body["priority"]?.int, (1...5).contains(priority) else {
      return "no priority"
    }
    return nil
  }

  private static func matrix(_ body: JSONNode, _ request: HTTPRequest) -> String? {
    guard request.method == .put else { return "no PUT" }
    guard request.body.count <= 60_000 else { return "event over 65,536 bytes" }
    guard body["m.mentions"]?.value == .object([]) else { return "may ping" }
    return body["body"]?.string?.isEmpty != false ? "no body" : nil
  }

  private static func pushover(_ body: JSONNode) -> String? {
    guard let message = body["message"]?.string, message.unicodeScalars.count <= 1_024,
      let title = body["title"]?.string, title.unicodeScalars.count <= 250
    else { return "message or title too long" }
    guard body["token"]?.string != nil, body["user"]?.string != nil else { return "no token" }
    guard (body["url"]?.string ?? "").utf8.count <= 512 else { return "URL over 512" }
    return message.isEmpty ? "message cannot be blank" : nil
  }
}
