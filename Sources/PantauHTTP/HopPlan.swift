import PantauCore

/// What one hop sends and how long it may take: values only, decided before libcurl is touched.
struct HopPlan {
  let url: HTTPURL
  /// Whole header lines, "Name: value", without line ends.
  let headerLines: [[UInt8]]
  let credentials: HTTPURL.Credentials?
  /// What is sent; nil for a GET.
  let body: [UInt8]?
  let isPut: Bool
  let caFile: String?
  /// Empty: none.
  let proxyURL: String
  /// Whether addresses have to be public ones.
  let checksAddresses: Bool
  let sendsValidators: Bool
  let userAgent: String
  let limits: FetchLimits
  /// What is left of the whole fetch's time.
  var timeLeft: Duration

  /// Plans a hop.
  ///
  /// - Parameters:
  ///   - request: the fetch it is part of.
  ///   - itinerary: where the fetch is, and where it came from.
  ///   - configuration: what all fetches share.
  ///   - timeLeft: what is left of the fetch's time.
  /// - Throws: ``TransferError`` when a header cannot be sent, or the proxy may not be asked.
  init(
    _ request: FetchRequest, at itinerary: Itinerary, _ configuration: FetcherConfiguration,
    timeLeft: Duration
  ) throws(TransferError) {
    let url = itinerary.current
    self.url = url
    let isHome = itinerary.hasNeverLeftOrigin
    sendsValidators = !request.validators.isEmpty && itinerary.isAtValidatorsURL
    headerLines = try Self.lines(
      request, own: isHome, validators: sendsValidators, at: url)
    credentials = isHome ? itinerary.start.credentials : nil
    switch request.method {
    case .get: (body, isPut) = (nil, false)
    case .post(let bytes): (body, isPut) = (bytes, false)
    case .put(let bytes): (body, isPut) = (bytes, true)
    }
    // A private authority vouches for the host the operator named it for, and no other.
    let isOwnHost = url.host == itinerary.start.host
    caFile = (isOwnHost ? request.caFile : nil) ?? configuration.caFile
    let proxy = configuration.proxy.flatMap { $0.serves(host: url.host) ? $0 : nil }
    proxyURL = proxy?.url ?? ""
    let isRestricted = !itinerary.isTrusted && !request.addressPolicy.allowsPrivateAddresses
    checksAddresses = isRestricted && proxy == nil
    userAgent = request.userAgent
    limits = request.limits
    self.timeLeft = timeLeft
    if isRestricted, proxy != nil, let refusal = AddressRules.refusal(ofHost: url.host) {
      throw .refusal(
        .addressRefused, at: itinerary.start.text,
        detail: "leads to \(url.host), an address or name \(refusal.rawValue)", limits: limits)
    }
  }

  /// The name to be looked up before libcurl is asked; nil where there is none to look up, or
  /// libcurl does it better: addresses, `localhost`, what a proxy looks up, international names.
  var nameToLookUp: String? {
    let isPlain = url.host.utf8.allSatisfy { $0 < 0x80 && $0 != 0x5b && $0 != 0x25 }
    let isLocal = url.host == "localhost" || url.host.hasSuffix(".localhost")
    guard proxyURL.isEmpty, isPlain, !isLocal, IPAddress(url.host) == nil else { return nil }
    return url.host
  }

  private static func lines(
    _ request: FetchRequest, own: Bool, validators: Bool, at url: HTTPURL
  ) throws(TransferError) -> [[UInt8]] {
    // Without "Expect:" libcurl waits for a 100 before it sends a larger body.
    var lines = [Array("Accept: \(request.accept)".utf8), Array("Expect:".utf8)]
    if validators {
      lines += [
        ("If-None-Match", request.validators.entityTag),
        ("If-Modified-Since", request.validators.lastModified),
      ].compactMap { name, value in value.map { Array("\(name): ".utf8) + $0 } }
    }
    let content = own ? request.headers : request.headers.filter { isContent($0.name) }
    for header in content {
      lines.append(try line(header, at: url, request.limits))
    }
    guard lines.allSatisfy(isOneLine), isOneLine(Array(request.userAgent.utf8)) else {
      throw .refusal(
        .badRequest, at: url.text, detail: "a header would hold a line end", limits: request.limits)
    }
    return lines
  }

  /// What describes the body goes where the body goes.
  private static func isContent(_ name: String) -> Bool { name.equalsIgnoringCase("Content-Type") }

  private static func line(
    _ header: (name: String, value: String), at url: HTTPURL, _ limits: FetchLimits
  ) throws(TransferError) -> [UInt8] {
    guard !header.name.isEmpty, header.name.utf8.allSatisfy(isTokenByte) else {
      throw .refusal(
        .badRequest, at: url.text, detail: "\"\(header.name)\" is no header name", limits: limits)
    }
    // libcurl takes "Name:" as "leave it out", and "Name;" as "send it empty".
    let isBlank = header.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    return Array((isBlank ? "\(header.name);" : "\(header.name): \(header.value)").utf8)
  }

  private static func isOneLine(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 != 0 && $0 != 10 && $0 != 13 }
  }

  /// `tchar` of RFC 9110, section 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
