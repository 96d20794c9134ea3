/// One fetch under way.
///
/// Lives on the fetch thread only; libcurl's callbacks write into it.
final class Transfer {
  /// Why a callback stopped the transfer.
  enum Stop: Error, Equatable {
    case tooLarge
    case badEncoding(String)
    case headersTooLarge
    case address(IPAddress, AddressRules.Refusal)
    case cancelled(String)
  }

  let job: FetchJob
  var itinerary: Itinerary
  var plan: HopPlan?
  private(set) var head: HeaderBlock
  private var body: IncomingBody?
  var stop: Stop?
  /// Whether nothing is read from its socket for now.
  var isPaused = false {
    didSet { budget.paused += (isPaused ? 1 : 0) - (oldValue ? 1 : 0) }
  }
  /// Whether it goes on though too many body bytes are held.
  var passesCeiling = false
  var measures = Measures()
  let startedAt: ContinuousClock.Instant
  /// When the present hop was handed to libcurl.
  var hopStartedAt: ContinuousClock.Instant
  private let budget: BodyBudget
  private let maxBodyBytes: Int

  init(
    _ job: FetchJob, _ itinerary: Itinerary, budget: BodyBudget, now: ContinuousClock.Instant
  ) {
    self.job = job
    self.itinerary = itinerary
    self.budget = budget
    startedAt = now
    hopStartedAt = now
    maxBodyBytes = job.request.limits.maxBodyBytes
    head = HeaderBlock(maxBytes: job.request.limits.maxHeaderBytes)
  }

  var isCancelled: Bool {
    if case .cancelled = stop { true } else { false }
  }

  /// Takes a header line; false stops the transfer.
  func take(headerLine: UnsafeRawBufferPointer) -> Bool {
    if head.take(headerLine) { return true }
    stop = .headersTooLarge
    return false
  }

  /// Takes body bytes as they came; false stops the transfer.
  func take(bodyBytes: UnsafeRawBufferPointer) -> Bool {
    let before = bytesHeld
    defer { budget.inTransfer += bytesHeld - before }
    do throws(Stop) {
      if body == nil {
        body = try IncomingBody(head.headers, limit: maxBodyBytes, budget: budget)
      }
      try body?.take(bodyBytes)
      return true
    } catch {
      stop = error
      return false
    }
  }

  /// How many bytes of the body are held.
  var bytesHeld: Int { body?.bytes.count ?? 0 }

  /// Whether it has to pause, with what it has read.
  var hasToPause: Bool { budget.isFull && !passesCeiling }

  /// Judges an address that is about to be used, or that a kept connection already uses.
  func allows(_ address: IPAddress?) -> Bool {
    guard plan?.checksAddresses ?? true else { return true }
    // An address of no known family cannot be judged, so it is not used.
    guard let address else { return false }
    guard let refusal = AddressRules.refusal(of: address) else { return true }
    stop = .address(address, refusal)
    return false
  }

  /// The addresses that the present hop's host was found to have, where libcurl need not ask.
  var addresses: [IPAddress] = []

  /// Makes room for the next hop's answer.
  func clearAnswer() {
    dropBody()
    head = HeaderBlock(maxBytes: job.request.limits.maxHeaderBytes)
    isPaused = false
    addresses = []
  }

  /// Gives the body away, unpacked, out of the count of bytes in transfer.
  func takeBody() throws(Stop) -> [UInt8] {
    budget.inTransfer -= bytesHeld
    return try body.take()?.whole() ?? []
  }

  private func dropBody() {
    budget.inTransfer -= bytesHeld
    body = nil
  }
}

/// What libcurl measured, summed over the hops.
struct Measures {
  var timing = FetchResult.Timing()
  var bytesReceived = 0
  var connectionReused = false
  var httpVersion: String?
}
