import FoundationEssentials
import PantauCore
import PantauHTTP
import PantauParse

/// What an answer to the asking for an article means.
enum ArticleReading {
  /// What follows.
  enum Verdict {
    /// The main text, and the page's word for its own URL.
    case text(String, canonicalURL: String?)
    /// Another page is to be asked.
    case redirect(String)
    /// It is not asked for again.
    case failed(String)
    /// It is asked for again after so many seconds.
    case later(Double, String)
    /// We stop: nothing happened.
    case cancelled
  }

  /// How often an article is asked for that a server puts off.
  static let maxAttempts = 3
  private static let maxRedirects = 5

  /// Judges an answer; `visited` are the URLs asked so far, this one last.
  static func verdict(
    on result: FetchResult, attempts: Int, visited: [String]
  ) -> Verdict {
    switch result.outcome {
    case .failed(let error):
      return error.kind == .cancelled ? .cancelled : .failed(error.message)
    case .response(let response), .notModified(let response):
      switch response.status {
      case 200, 203: return text(response, url: result.finalURL)
      case 301, 302, 303, 307, 308: return redirect(response, visited)
      case 429, 503: return putOff(response, result.receivedAt, attempts)
      default: return .failed("the server answered with status \(response.status)")
      }
    }
  }

  private static func text(_ response: Response, url: String) -> Verdict {
    let type = response.headers.first("Content-Type")
    let kind = type?.prefix { $0 != ";" }.lowercased().filter { $0 != " " } ?? "text/html"
    guard ["text/html", "application/xhtml+xml"].contains(kind) else {
      return .failed("it is no web page but \(kind.prefix(60))")
    }
    let page = WebPage(response.body, contentType: type, url: url)
    guard let text = page.articleText else { return .failed("no main text was found on the page") }
    return .text(text, canonicalURL: page.canonicalURL)
  }

  /// By hand, for each page that a redirect leads to has a host and a `robots.txt` of its own.
  private static func redirect(_ response: Response, _ visited: [String]) -> Verdict {
    guard let from = visited.last, let location = response.headers.first("Location"),
      let target = URIReference.resolve(location, against: from), let parts = URLParts(target),
      parts.scheme == "https" || (parts.scheme == "http" && !from.hasPrefix("https:"))
    else { return .failed("it redirects to what is not followed") }
    guard !visited.contains(target), visited.count <= maxRedirects else {
      return .failed("it redirects in a ring, or too often")
    }
    return .redirect(target)
  }

  private static func putOff(
    _ response: Response, _ receivedAt: Date, _ attempts: Int
  ) -> Verdict {
    let asked = response.retryAfterSeconds(received: receivedAt)
    let wait = min(asked ?? 600 * Double(1 << min(attempts, 8)), 86_400)
    let reason = "the server asks for fewer requests (\(response.status))"
    return attempts + 1 >= maxAttempts ? .failed(reason) : .later(wait, reason)
  }
}
