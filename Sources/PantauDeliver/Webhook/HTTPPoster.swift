/// Makes the HTTP requests of channels.
public protocol HTTPPoster: Sendable {
  /// Sends a request and waits for its answer; follows no redirect.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - stop: ends the wait early.
  /// - Returns: what came back.
  func send(_ request: HTTPRequest, stop: StopSignal) -> HTTPAnswer
}

/// A request with a body.
public struct HTTPRequest: Sendable, Hashable {
  /// What to do with the body.
  public enum Method: String, Sendable, Hashable {
    case post = "POST"
    case put = "PUT"
  }

  /// A header field.
  public struct Header: Sendable, Hashable {
    /// The field's name.
    public var name: String
    /// The field's value.
    public var value: String

    /// Takes name and value.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// POST unless said otherwise.
  public var method: Method
  /// An absolute http or https URL; may hold a token, so it appears in no message whole.
  public var url: String
  /// The header fields, `Content-Type` among them.
  public var headers: [Header]
  /// The very bytes sent.
  public var body: [UInt8]
  /// From the start to the last byte of the answer.
  public var timeout: Duration
  /// The certificate authorities trusted instead of the machine's: a PEM file.
  public var caFile: String?

  /// Takes the fields.
  public init(
    method: Method = .post, url: String, headers: [Header], body: [UInt8],
    timeout: Duration = .seconds(20), caFile: String? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
    self.caFile = caFile
  }
}

/// What came of a request.
public enum HTTPAnswer: Sendable, Hashable {
  /// A whole answer: its status, the value of Retry-After in seconds, the start of its body.
  case answered(status: Int, retryAfter: Duration?, body: [UInt8])
  /// No whole answer; a sentence without secrets.
  case failed(String)
  /// The stop came first.
  case interrupted
}
