/// What a site's `robots.txt` lets us fetch (RFC 9309).
///
/// For articles alone: feeds are published to be polled, articles are looked up on our own account.
public struct RobotsRules: Sendable, Hashable {
  struct Rule: Sendable, Hashable {
    var allows: Bool
    var pattern: RobotsPattern
  }

  private var rules: [Rule]

  /// Everything may be fetched: there is no `robots.txt` (any 4xx, section 2.3.1.3).
  public static let everything = RobotsRules(rules: [])

  /// How much of the file is read; the RFC asks for at least 500 kibibytes.
  public static let maxBytes = 512_000
  /// How many rules are kept.
  static let maxRules = 10_000

  private init(rules: [Rule]) { self.rules = rules }

  /// Reads a file.
  ///
  /// The groups that name our product token count, all of them together; where none does, those for
  /// `*` (section 2.2.1).
  ///
  /// - Parameters:
  ///   - bytes: the file; what is no rule is passed over.
  ///   - token: our product token, without a version.
  public init(parsing bytes: [UInt8], token: String = "pantau") {
    var own: [Rule] = []
    var general: [Rule] = []
    var namesOwn = false
    var group = Group()
    for (field, value) in Self.lines(of: bytes) {
      switch field {
      case "user-agent":
        // Names in a row share the rules below them.
        if group.hasRules { group = Group() }
        let name = value.prefix { $0.isLetter || $0 == "-" || $0 == "_" }.lowercased()
        if value == "*" { group.isGeneral = true }
        if name == token {
          group.isOwn = true
          namesOwn = true
        }
      case "allow", "disallow":
        group.hasRules = true
        guard !value.isEmpty else { continue }
        let rule = Rule(allows: field == "allow", pattern: RobotsPattern(value))
        if group.isOwn, own.count < Self.maxRules { own.append(rule) }
        if group.isGeneral, general.count < Self.maxRules { general.append(rule) }
      default: break
      }
    }
    rules = namesOwn ? own : general
  }

  /// Whether a path may be fetched: the longest rule that fits decides, of equal ones the one that
  /// allows (section 2.2.2).
  ///
  /// - Parameter path: path and query of a URL, beginning with a slash.
  /// - Returns: whether it may.
  public func allows(_ path: String) -> Bool {
    let path = RobotsPattern.normalized(Array((path.isEmpty ? "/" : path).utf8))
    if path.elementsEqual("/robots.txt".utf8) { return true }
    var best: Rule?
    for rule in rules where rule.pattern.fits(path) {
      guard let found = best else {
        best = rule
        continue
      }
      let (length, longest) = (rule.pattern.length, found.pattern.length)
      if length > longest || (length == longest && rule.allows) { best = rule }
    }
    return best?.allows ?? true
  }

  /// Whether a URL may be fetched; false for what is no absolute URL.
  public func allows(url: String) -> Bool {
    guard let parts = URLParts(url) else { return false }
    return allows((parts.path.isEmpty ? "/" : parts.path) + (parts.query.map { "?" + $0 } ?? ""))
  }

  private struct Group {
    var isOwn = false
    var isGeneral = false
    var hasRules = false
  }

  /// Fields in small letters with their values, comments and white space gone.
  private static func lines(of bytes: [UInt8]) -> [(field: String, value: String)] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    return body.prefix(maxBytes).split { $0 == 0x0A || $0 == 0x0D }.compactMap {
      line -> (String, String)? in
      let line = line.prefix { $0 != UInt8(ascii: "#") }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      return (text(line[..<colon]).lowercased(), text(line[line.index(after: colon)...]))
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    var rest = bytes.drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return String(decoding: rest, as: UTF8.self)
  }
}
