import CLibXML2

/// Remembers what libxml2's interned names mean, so that a name is looked at once a document.
///
/// A small table indexed by the pointers themselves; a clash only costs a second look.
struct NameCache {
  /// The namespace of the outermost element: the format's own.
  var native: String?
  private var entries: [Entry] = Array(repeating: Entry(), count: Self.size)
  private static let size = 128

  private struct Entry {
    var local: UnsafePointer<xmlChar>?
    var prefix: UnsafePointer<xmlChar>?
    var uri: UnsafePointer<xmlChar>?
    var name = ElementName(element: .other, isNative: false)
  }

  /// What an element of that name means.
  @inline(__always)
  mutating func look(
    _ local: UnsafePointer<xmlChar>, prefix: UnsafePointer<xmlChar>?,
    uri: UnsafePointer<xmlChar>?
  ) -> ElementName {
    let key = UInt(bitPattern: local) ^ (UInt(bitPattern: uri) << 3) ^ UInt(bitPattern: prefix)
    let slot = Int(truncatingIfNeeded: (key ^ (key >> 9)) & UInt(Self.size - 1))
    let entry = entries[slot]
    if entry.local == local, entry.uri == uri, entry.prefix == prefix { return entry.name }
    let name = meaning(local, prefix: prefix, uri: uri)
    entries[slot] = Entry(local: local, prefix: prefix, uri: uri, name: name)
    return name
  }

  private func meaning(
    _ local: UnsafePointer<xmlChar>, prefix: UnsafePointer<xmlChar>?,
    uri: UnsafePointer<xmlChar>?
  ) -> ElementName {
    let namespace = Namespace(
      uri: uri.map { String(cString: $0) }, prefix: prefix.map { String(cString: $0) },
      native: native)
    let element = Vocabulary.meaning(of: String(cString: local), in: namespace)
    return ElementName(element: element, isNative: namespace == .native)
  }
}
