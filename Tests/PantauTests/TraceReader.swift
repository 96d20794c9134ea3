/// Reads what strace wrote with `-xx -y`: a call a line, `PID name(FD<PATH>, "BYTES", NUMBER) = RESULT`, paths
/// and bytes in hexadecimal.
struct TraceReader {
  /// A call as it was begun.
  struct Call {
    var name = ""
    /// The numbers among its arguments, a file's number first.
    var numbers: [Int] = []
    /// The file whose number is given, or that is named.
    var path = ""
    var bytes: [UInt8] = []
  }

  private let text: [UInt8]
  private var place = 0

  init(_ text: [UInt8]) { self.text = text }

  /// The next call; nil at the end.
  mutating func next() -> Call? {
    while place < text.count {
      skip { $0 != UInt8(ascii: "\n") && !Self.isLetter($0) && $0 != UInt8(ascii: "<") }
      let call = call()
      skip { $0 != UInt8(ascii: "\n") }
      place += 1
      if let call { return call }
    }
    return nil
  }

  /// The call that begins here; nil for the rest of one that another thread's has parted.
  private mutating func call() -> Call? {
    let start = place
    skip { Self.isLetter($0) || Self.isDigit($0) }
    guard place > start, byte == UInt8(ascii: "(") else { return nil }
    var call = Call(name: String(decoding: text[start..<place], as: UTF8.self))
    repeat {
      place += 1
      skip { $0 == UInt8(ascii: " ") }
      guard takeArgument(of: &call) else { return call }
    } while byte == UInt8(ascii: ",")
    return call
  }

  private mutating func takeArgument(of call: inout Call) -> Bool {
    if byte == UInt8(ascii: "\"") {
      place += 1
      call.bytes = hexadecimal()
      place += 1
      return true
    }
    guard let first = byte, Self.isDigit(first) else { return false }
    var number = 0
    while let digit = byte, Self.isDigit(digit) {
      number = number * 10 + Int(digit - UInt8(ascii: "0"))
      place += 1
    }
    call.numbers.append(number)
    if byte == UInt8(ascii: "<") {
      place += 1
      call.path = String(decoding: hexadecimal(), as: UTF8.self)
      place += 1
    }
    return true
  }

  private mutating func hexadecimal() -> [UInt8] {
    var bytes: [UInt8] = []
    while byte == UInt8(ascii: "\\"), place + 3 < text.count {
      bytes.append(Self.value(text[place + 2]) << 4 | Self.value(text[place + 3]))
      place += 4
    }
    return bytes
  }

  private var byte: UInt8? { place < text.count ? text[place] : nil }

  private mutating func skip(while isMeant: (UInt8) -> Bool) {
    while place < text.count, isMeant(text[place]) { place += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }

  private static func value(_ digit: UInt8) -> UInt8 {
    isDigit(digit) ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
  }
}
