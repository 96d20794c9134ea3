/// Remembers what libxml2's interned names mean, so that a name is looked at once a document.
///
/// A small open-addressed table indexed by the pointers themselves.
struct NameCache {
  /// The namespace of the outermost element: the format's own.
  var native: String?
  private var entries: [Entry] = Array(repeating: Entry(), count: Self.size)
  private static let size = 256
  private static let maxProbes = 8

  private struct Entry {
    var local: UnsafePointer<UInt8>?
    var prefix: UnsafePointer<UInt8>?
    var uri: UnsafePointer<UInt8>?
    var name = ElementName(element: .other, isNative: false)
  }

  /// What an element of that name means.
  @inline(__always)
  mutating func look(
    _ local: UnsafePointer<UInt8>, prefix: UnsafePointer<UInt8>?, uri: UnsafePointer<UInt8>?
  ) -> ElementName {
    let key = UInt(bitPattern: local) ^ UInt(bitPattern: uri) << 1 ^ UInt(bitPattern: prefix) << 2
    let first = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 56)
    for probe in 0..<Self.maxProbes {
      let slot = (first + probe) & (Self.size - 1)
      let entry = entries[slot]
      if entry.local == local, entry.uri == uri, entry.prefix == prefix { return entry.name }
      if entry.local == nil { return learn(local, prefix: prefix, uri: uri, in: slot) }
    }
    return learn(local, prefix: prefix, uri: uri, in: first)
  }

  @inline(never)
  private mutating func learn(
    _ local: UnsafePointer<UInt8>, prefix: UnsafePointer<UInt8>?, uri: UnsafePointer<UInt8>?,
    in slot: Int
  ) -> ElementName {
    let namespace = Namespace(
      uri: uri.map { String(cString: $0) }, prefix: prefix.map { String(cString: $0) },
      native: native)
    let element = Vocabulary.meaning(of: String(cString: local), in: namespace)
    let name = ElementName(element: element, isNative: namespace == .native)
    entries[slot] = Entry(local: local, prefix: prefix, uri: uri, name: name)
    return name
  }
}
