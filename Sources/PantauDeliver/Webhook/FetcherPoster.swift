import FoundationEssentials
import PantauCore
public import PantauHTTP

/// Makes channels' requests with a ``Fetcher``.
public final class FetcherPoster: HTTPPoster {
  private let fetcher: Fetcher
  private let userAgent: String

  /// The largest answer that is read; services answer with a line.
  private static let maxAnswerBytes = 1_000_000
  /// How often a thread that waits for an answer looks for the stop.
  private static let stopCheck: Duration = .milliseconds(100)

  /// Takes a running fetcher; whoever made it ends it, after the channels.
  public init(fetcher: Fetcher, userAgent: String) {
    self.fetcher = fetcher
    self.userAgent = userAgent
  }

  /// Sends a request and waits for its answer; blocks the thread.
  public func send(_ request: HTTPRequest, stop: StopSignal) -> HTTPAnswer {
    let arrival = Monitor<FetchResult?>(nil)
    let fetch = fetcher.fetch(fetchRequest(request)) { result in arrival.update { $0 = result } }
    while true {
      if let result = arrival.wait(until: .now + Self.stopCheck, for: { $0 }) {
        return answer(result, to: request, stop)
      }
      if stop.isStopped { fetcher.cancel(fetch) }
    }
  }

  private func fetchRequest(_ request: HTTPRequest) -> FetchRequest {
    FetchRequest(
      url: request.url, method: request.method == .put ? .put(request.body) : .post(request.body),
      headers: request.headers.map { ($0.name, $0.value) },
      limits: FetchLimits(
        timeout: request.timeout, stallTimeout: request.timeout,
        maxBodyBytes: Self.maxAnswerBytes),
      userAgent: userAgent, accept: "*/*", caFile: request.caFile,
      addressPolicy: .operatorURL(allowsPrivateAddresses: true), followsRedirects: false)
  }

  private func answer(
    _ result: FetchResult, to request: HTTPRequest, _ stop: StopSignal
  ) -> HTTPAnswer {
    switch result.outcome {
    case .response(let response), .notModified(let response):
      let headers = PollHeaders(
        retryAfter: response.headers.bytes("Retry-After"), date: response.headers.bytes("Date"))
      return .answered(
        status: response.status,
        retryAfter: headers.retryAfterSeconds(received: result.receivedAt).map { .seconds($0) },
        body: response.body)
    case .failed(let error):
      if error.kind == .cancelled, stop.isStopped { return .interrupted }
      return .failed(Self.reason(error, request))
    }
  }

  /// The fetcher's own sentence names the URL, which may hold a token: this one does not.
  private static func reason(_ error: TransferError, _ request: HTTPRequest) -> String {
    let place = AnswerJudge.place(of: request.url)
    let cause = error.code == 0 ? "" : " (libcurl error \(error.code))"
    return switch error.kind {
    case .dns, .dnsTemporary: "\(place): the host's name cannot be resolved\(cause)."
    case .connect: "\(place): no connection\(cause)."
    case .proxy: "\(place): the proxy cannot be reached or refuses\(cause)."
    case .tls: "\(place): no secure connection; check its certificate or set \"ca\"\(cause)."
    case .timeout: "\(place): no answer within \(DurationText.spoken(request.timeout))\(cause)."
    case .badRequest, .unsupportedScheme:
      "\(place): the request cannot be sent; check the channel's \"url\" and \"headers\"."
    default: "\(place): no whole answer\(cause)."
    }
  }
}
