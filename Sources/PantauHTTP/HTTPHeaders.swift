/// The header fields of one answer, in their order, with values as the bytes received.
public struct HTTPHeaders: Sendable, Hashable {
  /// One field as it came.
  public struct Field: Sendable, Hashable {
    /// The name as the server spelt it (HTTP/2 spells all in small letters).
    public let name: String
    /// The value without the white space around it; any bytes.
    public let value: [UInt8]

    /// Takes name and value.
    public init(name: String, value: [UInt8]) {
      self.name = name
      self.value = value
    }

    /// The value as text; bytes that are no UTF-8 become �.
    public var text: String { String(decoding: value, as: UTF8.self) }
  }

  /// All fields, in the order of the answer.
  public private(set) var fields: [Field]

  /// Takes the fields.
  public init(_ fields: [Field] = []) { self.fields = fields }

  /// The first field of this name, whatever its case, as bytes.
  public func bytes(_ name: String) -> [UInt8]? {
    fields.first { $0.name.equalsIgnoringCase(name) }?.value
  }

  /// The first field of this name, whatever its case, as text.
  public func first(_ name: String) -> String? {
    bytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Every field of this name, in order.
  public func all(_ name: String) -> [String] {
    fields.filter { $0.name.equalsIgnoringCase(name) }.map(\.text)
  }

  /// The fields of this name as one list, joined by ", ".
  ///
  /// Only for headers that are defined as lists (`Cache-Control`, `Link`, `Vary`): RFC 9110,
  /// section 5.3. `Set-Cookie`, dates and validators are not.
  public func list(_ name: String) -> String? {
    let values = all(name)
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }

  mutating func append(_ field: Field) { fields.append(field) }

  /// Adds a folded continuation line to the last field (RFC 9112, section 5.2).
  mutating func continueLast(with more: some Collection<UInt8>) {
    guard let last = fields.popLast() else { return }
    fields.append(Field(name: last.name, value: last.value + [0x20] + more))
  }
}

extension String {
  /// Compares as ASCII without case, which is what header names, schemes and hosts are.
  func equalsIgnoringCase(_ other: String) -> Bool {
    utf8.count == other.utf8.count
      && zip(utf8, other.utf8).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
  }
}

extension UInt8 {
  var asciiLowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }
}
