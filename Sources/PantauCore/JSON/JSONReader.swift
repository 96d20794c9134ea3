/// Reads a JSON text (RFC 8259) into nodes that know where they stand.
///
/// Own code because no JSON library for Swift on Linux tells where a value stood, which every
/// message about `config.json` needs (see the decision on configuration). The text is read
/// by ``JSONScanner``.
public enum JSONReader {
  /// Reads one value and nothing behind it.
  ///
  /// - Parameters:
  ///   - bytes: the text in UTF-8; broken UTF-8 inside strings becomes U+FFFD.
  ///   - tolerant: whether raw control characters in strings are taken, as feeds have them.
  ///   - maxDepth: how deep arrays and objects may nest.
  /// - Returns: the value with its place.
  /// - Throws: ``JSONSyntaxError`` at the first fault.
  public static func read(
    _ bytes: [UInt8], tolerant: Bool = false, maxDepth: Int = 256
  ) throws(JSONSyntaxError) -> JSONNode {
    try JSONScanner.scan(bytes.span, tolerant: tolerant, maxDepth: maxDepth) {
      scanner throws(JSONSyntaxError) in
      let node = try readValue(&scanner)
      try scanner.finish()
      return node
    }
  }

  private static func readValue(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> JSONNode {
    let kind = try scanner.kind()
    let start = scanner.offset
    let value: JSONValue
    switch kind {
    case .object: value = try readObject(&scanner)
    case .array: value = try readArray(&scanner)
    case .string: value = .string(try scanner.readString())
    case .number: value = .number(try scanner.readNumber())
    case .word: value = try scanner.readWord()
    }
    return JSONNode(value, start: start, end: scanner.offset)
  }

  private static func readArray(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> JSONValue {
    var elements: [JSONNode] = []
    try scanner.readArray { scanner, _ throws(JSONSyntaxError) in
      elements.append(try readValue(&scanner))
    }
    return .array(elements)
  }

  private static func readObject(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> JSONValue
  {
    var members: [JSONMember] = []
    try scanner.readObject { scanner, name, nameStart throws(JSONSyntaxError) in
      members.append(
        JSONMember(name: name, nameStart: nameStart, node: try readValue(&scanner)))
    }
    return .object(members)
  }
}
