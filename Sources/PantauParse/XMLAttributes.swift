import CLibXML2

/// The attributes of one start tag, valid only during the callback that hands them over.
///
/// Values are made into strings on demand. libxml2 leaves every `&` of a value as a reference while
/// entities are not substituted (`XML_PARSE_NOENT` stays off), so those are resolved here, once.
struct XMLAttributes {
  private let table: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  /// How many there are.
  let count: Int

  init(table: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int) {
    self.table = table
    self.count = table == nil ? 0 : count
  }

  /// The value of the attribute of that local name; names are compared without regard to case.
  func value(_ name: StaticString, prefix: StaticString? = nil) -> String? {
    guard let table else { return nil }
    for index in 0..<count {
      let entry = table + index * 5
      guard let local = entry[0], Self.equals(local, name) else { continue }
      if let prefix {
        guard let own = entry[1], Self.equals(own, prefix) else { continue }
      }
      guard let start = entry[3], let end = entry[4] else { continue }
      return Self.text(UnsafeBufferPointer(start: start, count: end - start))
    }
    return nil
  }

  /// The same without white space around it; nil as well where nothing is left.
  func filled(_ name: StaticString) -> String? {
    guard let value = value(name)?.trimmed, !value.isEmpty else { return nil }
    return value
  }

  /// Whether any attribute carries the prefix `xml`.
  var hasXMLPrefix: Bool {
    guard let table else { return false }
    for index in 0..<count {
      if let prefix = table[index * 5 + 1], Self.equals(prefix, "xml") { return true }
    }
    return false
  }

  private static func equals(_ name: UnsafePointer<xmlChar>, _ other: StaticString) -> Bool {
    let length = other.utf8CodeUnitCount
    let bytes = other.utf8Start
    for index in 0..<length where name[index] != bytes[index] {
      // ASCII letters differ in one bit; a NUL ends `name` here as any other difference does.
      guard name[index] | 0x20 == bytes[index] | 0x20, name[index] | 0x20 >= 0x61 else {
        return false
      }
    }
    return name[length] == 0
  }

  private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard let start = bytes.baseAddress, memchr(start, 0x26, bytes.count) != nil else {
      return String(checking: bytes)
    }
    return String(decoding: References.resolve(bytes), as: UTF8.self)
  }
}
