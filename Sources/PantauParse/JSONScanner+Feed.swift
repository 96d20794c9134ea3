import PantauCore

/// Reading what is wanted and passing over values of another type.
extension JSONScanner {
  /// What `take` makes of a string; nil where the value is none.
  mutating func text<Value>(
    _ take: (UnsafeBufferPointer<UInt8>) -> Value?
  ) throws(JSONSyntaxError) -> Value? {
    guard try kind() == .string else {
      try skip()
      return nil
    }
    return try readText(take)
  }

  /// A string; nil where the value is none.
  mutating func string() throws(JSONSyntaxError) -> String? {
    try text { String(decoding: $0, as: UTF8.self) }
  }

  /// A whole number of at least zero; nil where the value is none.
  mutating func count() throws(JSONSyntaxError) -> Int? {
    guard try kind() == .number else {
      try skip()
      return nil
    }
    let text = try readNumber()
    let number = Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
    return number.flatMap { $0 >= 0 ? $0 : nil }
  }

  /// The elements of an array; none where the value is no array.
  mutating func eachElement(
    _ element: (inout JSONScanner, Int) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    if try kind() == .array { try readArray(element) } else { try skip() }
  }

  /// The members of an object; none where the value is no object.
  mutating func eachMember(
    _ member: (inout JSONScanner, String) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    guard try kind() == .object else { return try skip() }
    try readObject { scanner, name, _ throws(JSONSyntaxError) in try member(&scanner, name) }
  }
}
