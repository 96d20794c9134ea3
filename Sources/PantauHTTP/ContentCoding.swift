import CCodings

/// How servers pack bodies (RFC 9110, section 8.4.1).
enum ContentCoding: CaseIterable {
  case deflate
  case gzip
  case brotli
  case zstd

  /// What `Accept-Encoding` offers: all whose library is there, as libcurl would offer them.
  static let offered = allCases.filter { BodyUnpacker($0) != nil }.map(\.name).joined(
    separator: ", ")

  /// No server packs a body oftener.
  private static let maxLayers = 5

  private var name: String {
    switch self {
    case .deflate: "deflate"
    case .gzip: "gzip"
    case .brotli: "br"
    case .zstd: "zstd"
    }
  }

  private init?(_ name: String) {
    // Of old (RFC 9110, section 8.4.1.3).
    let name = name == "x-gzip" ? "gzip" : name
    guard let coding = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = coding
  }

  /// How a body was packed, in the order in which that was done.
  ///
  /// - Throws: ``Transfer/Stop/badEncoding(_:)`` where a coding is unknown.
  static func all(of headers: HTTPHeaders) throws(Transfer.Stop) -> [ContentCoding] {
    guard let list = headers.list("Content-Encoding") else { return [] }
    var codings: [ContentCoding] = []
    for part in list.split(separator: ",") {
      let name = part.lowercased().filter { $0 != " " && $0 != "\t" }
      if name == "identity" || name == "none" { continue }
      guard let coding = ContentCoding(name), codings.count < maxLayers else {
        throw .badEncoding("Content-Encoding is \(list.prefix(80)), and \(offered) was offered")
      }
      codings.append(coding)
    }
    return codings
  }

  var code: pantau_coding {
    switch self {
    case .deflate: PANTAU_DEFLATE
    case .gzip: PANTAU_GZIP
    case .brotli: PANTAU_BROTLI
    case .zstd: PANTAU_ZSTD
    }
  }
}
