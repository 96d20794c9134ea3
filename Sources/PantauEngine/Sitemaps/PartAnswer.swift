import FoundationEssentials
import PantauCore
import PantauHTTP
import PantauParse

/// What came of asking for one part of a sitemap index.
struct PartAnswer: Sendable {
  /// What to keep of the part.
  private(set) var known: KnownPart
  /// Its document; nil where it has not changed, or is none.
  private(set) var feed: ParsedFeed?
  /// What was received, packed, for alerts.
  private(set) var source: FeedSource?
  /// What it lists, where it is an index itself.
  private(set) var listed: [SitemapPart]?
  /// Why it could not be read.
  private(set) var fault: String?

  /// Reads an answer.
  init(_ result: FetchResult, to part: KnownPart) {
    known = part
    switch result.outcome {
    case .failed(let error): fail(error.message)
    case .notModified(let response):
      known.validators = part.validators.updated(by: response.validators) ?? part.validators
      known.readAt = result.receivedAt
    case .response(let response):
      if response.status == 200 || response.status == 203 {
        read(response, result)
      } else {
        fail("\(part.part.url): the server answered with status \(response.status)")
      }
    }
  }

  private mutating func read(_ response: Response, _ result: FetchResult) {
    do throws(NotAFeed) {
      let parsed = try FeedParser.parse(
        response.body, contentType: response.headers.first("Content-Type"), url: result.finalURL)
      guard parsed.parts.isEmpty else { return take(index: parsed.parts, at: result.receivedAt) }
      feed = parsed
      source = FeedSource(AnswerHead(result, response), packing: response.body, feed: parsed)
      guard parsed.isComplete else { return fail("\(known.part.url) breaks off") }
    } catch {
      guard error.looks == .plainSitemap else {
        return fail("\(known.part.url): \(error.description)")
      }
      known.isPlain = true
    }
    known.validators = response.validators
    known.readAt = result.receivedAt
  }

  /// Without validators, so that its own parts are listed whenever it is asked for.
  private mutating func take(index parts: [SitemapPart], at date: Date) {
    listed = parts
    known.validators = Validators()
    known.readAt = date
  }

  mutating func fail(_ reason: String) {
    fault = reason
    forget()
  }

  /// Has it read again at the next poll, whatever its index says of it.
  mutating func forget() {
    known.readAt = nil
    known.validators = Validators()
  }
}
