/// What a server gave to ask "has it changed?" with (RFC 9110, section 8.8).
///
/// Kept as the bytes received and sent back as such: a weak prefix, an odd date, a comma all
/// belong to it. Both come from one response and are replaced together.
public struct Validators: Sendable, Hashable {
  /// The value of `ETag`, sent back as `If-None-Match`.
  public var entityTag: [UInt8]?
  /// The value of `Last-Modified`, sent back as `If-Modified-Since`.
  public var lastModified: [UInt8]?

  /// The longest value that is kept, in bytes.
  public static let maxValueBytes = 8_192

  /// Takes the header values; one with CR, LF or NUL, an empty one, or one over
  /// ``maxValueBytes`` is dropped.
  public init(entityTag: [UInt8]? = nil, lastModified: [UInt8]? = nil) {
    self.entityTag = entityTag.flatMap(Self.usable)
    self.lastModified = lastModified.flatMap(Self.usable)
  }

  /// Whether there is nothing to ask with.
  public var isEmpty: Bool { entityTag == nil && lastModified == nil }

  private static func usable(_ value: [UInt8]) -> [UInt8]? {
    guard !value.isEmpty, value.count <= maxValueBytes else { return nil }
    return value.contains { $0 == 0 || $0 == 10 || $0 == 13 } ? nil : value
  }
}
