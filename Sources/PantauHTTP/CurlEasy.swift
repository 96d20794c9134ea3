import CCurl
import Glibc

/// Owns one easy handle and drives one hop at a time with it.
///
/// Stays on the fetch thread.
///
/// The handle is reset and used again, never made anew, so that its buffers and TLS sessions live on.
final class CurlEasy {
  let handle: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var addressList: UnsafeMutablePointer<curl_slist>?
  private var firstFailure = CURLE_OK
  /// The fetch under way.
  ///
  /// Held here, so that it outlives every callback into it.
  private(set) var transfer: Transfer?

  /// Nil when libcurl has no memory for a handle.
  init?() {
    guard let handle = curl_easy_init() else { return nil }
    self.handle = handle
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(headerList)
    curl_slist_free_all(addressList)
    errorText.deallocate()
  }

  /// Sets all options for a hop of a fetch.
  ///
  /// - Throws: ``TransferError`` with libcurl's code when it does not take an option.
  func prepare(_ plan: HopPlan, for transfer: Transfer, _ shared: SharedOptions)
    throws(TransferError)
  {
    clear()
    self.transfer = transfer
    setTarget(plan)
    setAddresses(transfer.addresses, plan.url)
    setLimits(plan, shared)
    setSecurity(plan)
    setCallbacks(transfer)
    guard firstFailure == CURLE_OK else { throw failure(firstFailure) }
  }

  /// Forgets the fetch and its options; connections, sessions and buffers stay.
  func clear() {
    curl_easy_reset(handle)
    curl_slist_free_all(headerList)
    curl_slist_free_all(addressList)
    headerList = nil
    addressList = nil
    firstFailure = CURLE_OK
    errorText.pointee = 0
    transfer = nil
  }

  /// libcurl's error as ours, with the text it left for this hop.
  func failure(_ code: CURLcode) -> TransferError {
    .transfer(
      code, at: transfer?.itinerary.current.text ?? "", text: String(cString: errorText),
      head: transfer?.head.state ?? .none,
      limits: transfer?.job.request.limits ?? FetchLimits())
  }

  /// The status of the answer; 0 when there is none.
  var status: Int {
    var value = 0
    _ = pantau_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &value)
    return value
  }

  /// Stops or resumes reading from the socket.
  func setPaused(_ isPaused: Bool) {
    guard let transfer, transfer.isPaused != isPaused else { return }
    transfer.isPaused = isPaused
    let action = isPaused ? CURLPAUSE_RECV : CURLPAUSE_CONT
    _ = curl_easy_pause(handle, action)
  }

  /// Adds what libcurl measured of the finished hop.
  func measure(into transfer: Transfer) {
    let lookup = duration(CURLINFO_NAMELOOKUP_TIME_T)
    // The times are since the hop's start; what was not reached is 0.
    let connected = max(duration(CURLINFO_CONNECT_TIME_T), duration(CURLINFO_APPCONNECT_TIME_T))
    let firstByte = duration(CURLINFO_STARTTRANSFER_TIME_T)
    transfer.measures.timing.firstByte =
      transfer.startedAt.duration(to: transfer.hopStartedAt) + firstByte
    transfer.measures.timing.nameLookup += lookup
    transfer.measures.timing.connect += max(.zero, connected - lookup)
    transfer.measures.bytesReceived +=
      large(CURLINFO_SIZE_DOWNLOAD_T) + long(CURLINFO_HEADER_SIZE)
    transfer.measures.connectionReused = long(CURLINFO_NUM_CONNECTS) == 0
    transfer.measures.httpVersion = httpVersion
  }

  private var httpVersion: String? {
    switch long(CURLINFO_HTTP_VERSION) {
    case Int(CURL_HTTP_VERSION_1_0): "1.0"
    case Int(CURL_HTTP_VERSION_1_1): "1.1"
    case Int(CURL_HTTP_VERSION_2_0): "2"
    case Int(CURL_HTTP_VERSION_3): "3"
    default: nil
    }
  }

  private func duration(_ info: CURLINFO) -> Duration { .microseconds(large(info)) }

  private func large(_ info: CURLINFO) -> Int {
    var value: curl_off_t = 0
    _ = pantau_curl_get_large(handle, info, &value)
    return Int(value)
  }

  private func long(_ info: CURLINFO) -> Int {
    var value = 0
    _ = pantau_curl_get_long(handle, info, &value)
    return value
  }
}

/// What all hops share, found once.
struct SharedOptions {
  let dnsCacheSeconds: Int
  let maxConnectionAgeSeconds: Int
}

extension CurlEasy {
  private func setTarget(_ plan: HopPlan) {
    keep(pantau_curl_only_http(handle))
    set(CURLOPT_URL, plan.url.text)
    set(CURLOPT_USERAGENT, plan.userAgent)
    set(CURLOPT_ACCEPT_ENCODING, ContentCoding.offered)
    // IncomingBody unpacks.
    set(CURLOPT_HTTP_CONTENT_DECODING, 0)
    set(CURLOPT_PROXY, plan.proxyURL)
    // The proxy's exceptions are decided in HopPlan; the environment's must not add any.
    set(CURLOPT_NOPROXY, "")
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    // Over TLS wait to see whether an open connection takes more streams, rather than open another.
    set(CURLOPT_PIPEWAIT, plan.url.isEncrypted ? 1 : 0)
    if let credentials = plan.credentials {
      set(CURLOPT_HTTPAUTH, Int(1))
      set(CURLOPT_USERNAME, credentials.user)
      set(CURLOPT_PASSWORD, credentials.password)
    }
    if let body = plan.body { setPost(body) }
    if plan.isPut { set(CURLOPT_CUSTOMREQUEST, "PUT") }
    for line in plan.headerLines { append(line, to: &headerList) }
    keep(pantau_curl_set_list(handle, CURLOPT_HTTPHEADER, headerList))
  }

  /// Hands over what ``NameResolver`` found, so that libcurl does not look the name up itself.
  private func setAddresses(_ addresses: [IPAddress], _ url: HTTPURL) {
    guard !addresses.isEmpty else { return }
    let list = addresses.map { address in
      if case .v6 = address { "[\(address)]" } else { "\(address)" }
    }
    // "+": kept no longer than an address that libcurl found itself.
    let entry = "+\(url.host):\(url.port):\(list.joined(separator: ","))"
    append(Array(entry.utf8), to: &addressList)
    keep(pantau_curl_set_list(handle, CURLOPT_RESOLVE, addressList))
  }

  private func setPost(_ body: [UInt8]) {
    keep(pantau_curl_set_large(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
    keep(
      body.withUnsafeBytes { bytes in
        // An empty body still has to be a POST, and libcurl reads nil as "no POST".
        var none: UInt8 = 0
        let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        return withUnsafeMutablePointer(to: &none) {
          pantau_curl_set_pointer(
            handle, CURLOPT_COPYPOSTFIELDS, start ?? UnsafeMutableRawPointer($0))
        }
      })
  }

  private func setLimits(_ plan: HopPlan, _ shared: SharedOptions) {
    set(CURLOPT_NOSIGNAL, 1)
    // Each transfer under way holds so much: with the usual 16 kB, 200 of them 1.2 MB more.
    set(CURLOPT_BUFFERSIZE, 10_240)
    keep(pantau_curl_abandon_lookups(handle))
    set(CURLOPT_TIMEOUT_MS, plan.timeLeft.wholeMilliseconds)
    set(CURLOPT_CONNECTTIMEOUT_MS, plan.limits.connectTimeout.wholeMilliseconds)
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CURLOPT_LOW_SPEED_TIME, max(1, plan.limits.stallTimeout.wholeMilliseconds / 1_000))
    set(CURLOPT_DNS_CACHE_TIMEOUT, shared.dnsCacheSeconds)
    set(CURLOPT_MAXAGE_CONN, shared.maxConnectionAgeSeconds)
  }

  private func setSecurity(_ plan: HopPlan) {
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    guard let caFile = plan.caFile else { return }
    set(CURLOPT_CAINFO, caFile)
    // With a directory set, which Debian does by default, libcurl keeps no cache of authorities.
    keep(pantau_curl_set_none(handle, CURLOPT_CAPATH))
  }

  private func setCallbacks(_ transfer: Transfer) {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    keep(pantau_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText))
    keep(pantau_curl_set_write(handle, CURLOPT_WRITEFUNCTION, takeBodyBytes))
    keep(
      pantau_curl_set_pointer(
        handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(self).toOpaque()))
    keep(pantau_curl_set_write(handle, CURLOPT_HEADERFUNCTION, takeHeaderLine))
    keep(pantau_curl_set_pointer(handle, CURLOPT_HEADERDATA, context))
    keep(pantau_curl_set_open_socket(handle, openSocket))
    keep(pantau_curl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, context))
    keep(pantau_curl_set_before_request(handle, checkConnection))
    keep(pantau_curl_set_pointer(handle, CURLOPT_PREREQDATA, context))
  }

  private func set(_ option: CURLoption, _ value: String) {
    keep(pantau_curl_set_string(handle, option, value))
  }

  private func set(_ option: CURLoption, _ value: Int) {
    keep(pantau_curl_set_long(handle, option, value))
  }

  private func keep(_ code: CURLcode) {
    if firstFailure == CURLE_OK { firstFailure = code }
  }

  private func append(_ bytes: [UInt8], to list: inout UnsafeMutablePointer<curl_slist>?) {
    let line = bytes.map { CChar(bitPattern: $0) } + [0]
    guard let longer = curl_slist_append(list, line) else { return keep(CURLE_OUT_OF_MEMORY) }
    list = longer
  }
}

// The callbacks record in the transfer and say "stop" by their result; they throw nothing. The
// context is the transfer that `CurlEasy.transfer` keeps alive while the handle may call back, or the
// `CurlEasy` that owns the handle.

private let takeBodyBytes: curl_write_callback = { bytes, size, count, context in
  guard let bytes, let context else { return 0 }
  let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return Unmanaged<CurlEasy>.fromOpaque(context)._withUnsafeGuaranteedRef { easy in
    guard let transfer = easy.transfer, transfer.take(bodyBytes: buffer) else { return 0 }
    // libcurl goes on reading from a socket as long as there is something, by up to 1.6 MB.
    if transfer.hasToPause { easy.setPaused(true) }
    return buffer.count
  }
}

private let takeHeaderLine: curl_write_callback = { bytes, size, count, context in
  guard let bytes, let context else { return 0 }
  let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
  let transfer = Unmanaged<Transfer>.fromOpaque(context)
  return transfer._withUnsafeGuaranteedRef { $0.take(headerLine: buffer) } ? buffer.count : 0
}

/// Sees the address itself, after the name was looked up, so that DNS can play no tricks.
private let openSocket: curl_opensocket_callback = { context, _, address in
  guard let context, let address else { return -1 }
  var bytes = [UInt8](repeating: 0, count: 16)
  let count = Int(pantau_curl_address_bytes(address, &bytes))
  let transfer = Unmanaged<Transfer>.fromOpaque(context)
  let isAllowed = transfer._withUnsafeGuaranteedRef {
    $0.allows(IPAddress(bytes: bytes.prefix(count)))
  }
  guard isAllowed else { return -1 }
  let target = address.pointee
  return socket(target.family, target.socktype | Int32(SOCK_CLOEXEC.rawValue), target.`protocol`)
}

/// Runs before each request, also on a kept connection, which opened its socket for another fetch
/// that may have been allowed more.
private let checkConnection: curl_prereq_callback = { context, address, _, _, _ in
  guard let context, let address else { return CURL_PREREQFUNC_ABORT }
  let transfer = Unmanaged<Transfer>.fromOpaque(context)
  let isAllowed = transfer._withUnsafeGuaranteedRef {
    $0.allows(IPAddress(String(cString: address)))
  }
  return isAllowed ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

extension Duration {
  /// At least 1, for 0 means "no limit" to libcurl; far limits are cut to some 24 days.
  var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    let bounded = min(max(seconds, 0), 2_000_000)
    return max(1, Int(bounded) * 1_000 + Int(max(0, attoseconds) / 1_000_000_000_000_000))
  }
}
