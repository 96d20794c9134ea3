import PantauCore
import PantauHTTP

extension FetchRequest {
  /// A request as the daemon makes it, with short limits.
  static func test(_ url: String, id: UInt64 = 0, timeout: Duration = .seconds(20)) -> FetchRequest
  {
    FetchRequest(
      id: id, url: url, limits: FetchLimits(timeout: timeout),
      userAgent: "pantau/1.0 (+https://pantau.example; feed poller)")
  }

  /// The same with changes.
  func with(_ change: (inout FetchRequest) -> Void) -> FetchRequest {
    var copy = self
    change(&copy)
    return copy
  }
}

extension FetchResult {
  /// The response, or the error thrown.
  var response: Response {
    get throws {
      switch outcome {
      case .response(let response), .notModified(let response): return response
      case .failed(let error): throw error
      }
    }
  }

  /// The error; nil when all went well.
  var error: TransferError? {
    if case .failed(let error) = outcome { error } else { nil }
  }

  var isNotModified: Bool {
    if case .notModified = outcome { true } else { false }
  }
}
