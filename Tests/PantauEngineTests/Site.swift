import PantauCore
import PantauTestSupport

@testable import PantauEngine

/// A server of feeds that a test changes while it runs; it honours validators.
final class Site: Sendable {
  /// What a path answers.
  enum Page: Sendable {
    case feed(SampleFeed)
    case answer(Answer)
  }

  let server: LoopbackServer
  private let pages: Monitor<[String: Page]>

  init(_ pages: [String: Page]) throws {
    let shared = Monitor(pages)
    self.pages = shared
    server = try LoopbackServer { request in
      switch shared.read({ $0[request.path] }) {
      case .answer(let answer): answer
      case .feed(let feed): Self.answer(request, feed.xml)
      case nil: .status(404)
      }
    }
  }

  private static func answer(_ request: RecordedRequest, _ xml: String) -> Answer {
    let tag = "\"\(xml.hashValue)\""
    if request.header("If-None-Match") == tag { return .status(304, headers: [("ETag", tag)]) }
    return .ok(xml, headers: [("ETag", tag)])
  }

  /// Puts something else at a path.
  func put(_ page: Page, at path: String) { pages.update { $0[path] = page } }

  /// A feed of the site, as the configuration names it.
  func feed(_ path: String, interval: Duration? = nil) -> FeedSettings {
    FeedSettings(url: server.url(path), interval: interval)
  }

  /// The requests for a path.
  func requests(_ path: String) -> [RecordedRequest] {
    server.requests.filter { $0.path == path }
  }
}
