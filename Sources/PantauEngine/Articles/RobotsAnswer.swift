import PantauCore
import PantauHTTP

/// What came of asking a site for its `robots.txt`.
enum RobotsAnswer: Sendable, Hashable {
  /// What it allows.
  case rules(RobotsRules)
  /// It could not be read, which allows nothing for a while (RFC 9309, section 2.3.1.4), and why.
  case unreadable(String)

  /// Reads an answer; nil where we stop.
  init?(_ result: FetchResult) {
    switch result.outcome {
    case .failed(let error):
      switch error.kind {
      case .cancelled: return nil
      // More redirects than five, or to where we do not go: as if there were none.
      case .tooManyRedirects, .redirectLoop, .redirectRefused: self = .rules(.everything)
      default: self = .unreadable(Self.sentence(error.message))
      }
    case .response(let response), .notModified(let response):
      switch response.status {
      case 200..<300: self = .rules(RobotsRules(parsing: response.body))
      case 429, 500...: self = .unreadable(Self.sentence("status \(response.status)"))
      default: self = .rules(.everything)
      }
    }
  }

  private static func sentence(_ cause: String) -> String {
    "robots.txt of the site could not be read (\(cause)), which forbids all until it can (RFC 9309)"
  }
}
