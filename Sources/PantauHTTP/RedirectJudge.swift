/// Decides what follows from one answer: whether it is the last, where it leads, if we may go there.
///
/// A pure function of values. The address behind a name is judged later, at connect time.
struct RedirectJudge: Sendable {
  /// What to do after an answer.
  enum Verdict: Equatable {
    /// The answer is the outcome.
    case final
    case follow(HTTPURL)
    /// The answer is the outcome, for it leads to another host.
    case away(HTTPURL)
    case refuse(TransferError.Kind, detail: String)
  }

  /// What the judge knows of the fetch so far.
  struct Situation {
    let isPost: Bool
    let current: HTTPURL
    /// The texts of all URLs asked so far, the current one included.
    let visited: [String]
    let followsRedirects: Bool
    let staysAtHost: Bool
    let maxRedirects: Int
  }

  /// Judges one answer.
  ///
  /// - Parameters:
  ///   - status: the status code; 300, 304, 305 and 306 lead nowhere.
  ///   - location: the bytes of `Location`, if any.
  ///   - situation: the fetch so far.
  /// - Returns: what to do next.
  static func verdict(status: Int, location: [UInt8]?, in situation: Situation) -> Verdict {
    guard situation.followsRedirects, [301, 302, 303, 307, 308].contains(status),
      let location, !location.isEmpty
    else { return .final }
    do throws(HTTPURL.Problem) {
      let target = try CurlURL.parse(text(of: location), relativeTo: situation.current)
      return judge(target, status, situation)
    } catch {
      switch error {
      case .scheme(let scheme):
        return .refuse(.redirectRefused(.scheme), detail: "to a URL of scheme \"\(scheme)\"")
      case .malformed(let reason):
        return .refuse(
          .redirectRefused(.badURL), detail: "to something that is no URL (\(reason))")
      }
    }
  }

  private static func judge(_ target: HTTPURL, _ status: Int, _ situation: Situation) -> Verdict {
    let detail = "to \(target.text)"
    if situation.current.isEncrypted, !target.isEncrypted {
      return .refuse(.redirectRefused(.leavesEncryption), detail: detail)
    }
    let keepsPost = (status == 307 || status == 308) && target.hasOrigin(of: situation.current)
    if situation.isPost, !keepsPost {
      return .refuse(.redirectRefused(.post), detail: detail)
    }
    if situation.visited.contains(target.text) { return .refuse(.redirectLoop, detail: detail) }
    if situation.visited.count > situation.maxRedirects {
      return .refuse(.tooManyRedirects, detail: detail)
    }
    let leaves = situation.staysAtHost && target.host != situation.current.host
    return leaves ? .away(target) : .follow(target)
  }

  /// Servers put raw UTF-8 or Latin-1 into `Location`: bytes beyond ASCII are percent-encoded as
  /// they stand, so that the server gets back what it meant.
  private static func text(of location: [UInt8]) -> String {
    guard location.contains(where: { $0 >= 0x80 }) else {
      return String(decoding: location, as: UTF8.self)
    }
    let hex = Array("0123456789ABCDEF".utf8)
    let escaped = location.flatMap { byte in
      byte < 0x80 ? [byte] : [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
    }
    return String(decoding: escaped, as: UTF8.self)
  }
}
