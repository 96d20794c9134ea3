import FoundationEssentials

/// Writes plain values one after another, little-endian, for ``FeedRhythm/bytes``.
struct RhythmWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write<Number: FixedWidthInteger>(_ number: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  mutating func write(_ number: Float) { write(number.bitPattern) }
  mutating func write(_ number: Double) { write(number.bitPattern) }
  mutating func write(_ flag: Bool) { write(UInt8(flag ? 1 : 0)) }
  mutating func write(_ vector: SIMD4<Float>) { for index in 0..<4 { write(vector[index]) } }
  /// A number for each day of the week.
  mutating func write(_ week: SIMD8<Float>) { for day in 0..<7 { write(week[day]) } }

  /// Whole milliseconds; `Int64.max` for the distant future, `Int64.min` for nil.
  mutating func write(_ date: Date?) {
    guard let date else { return write(Int64.min) }
    write(date >= .distantFuture ? Int64.max : Int64(date.millisecondsSince1970))
  }

  mutating func write(_ text: String) {
    let utf8 = Array(text.utf8.prefix(RedirectMemory.maxTargetBytes))
    write(UInt16(utf8.count))
    bytes.append(contentsOf: utf8)
  }
}

/// Reads back what ``RhythmWriter`` wrote; past the end it gives zeros and notes that it failed.
struct RhythmReader {
  private var rest: ArraySlice<UInt8>
  private(set) var hasFailed = false

  init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(bytes) }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number {
    let count = Number.bitWidth / 8
    guard rest.count >= count else {
      hasFailed = true
      return 0
    }
    var number: Number = 0
    for (index, byte) in rest.prefix(count).enumerated() {
      number |= Number(truncatingIfNeeded: byte) << (index * 8)
    }
    rest = rest.dropFirst(count)
    return number
  }

  mutating func flag() -> Bool { integer(UInt8.self) != 0 }

  /// A finite number within the bounds; anything else is a failure.
  mutating func real(_ bounds: ClosedRange<Double>) -> Double {
    held(Double(bitPattern: integer()), bounds)
  }

  mutating func float(_ bounds: ClosedRange<Double>) -> Float {
    Float(held(Double(Float(bitPattern: integer())), bounds))
  }

  mutating func vector(_ bounds: ClosedRange<Double>) -> SIMD4<Float> {
    var vector = SIMD4<Float>.zero
    for index in 0..<4 { vector[index] = float(bounds) }
    return vector
  }

  mutating func week(_ bounds: ClosedRange<Double>) -> SIMD8<Float> {
    var week = SIMD8<Float>.zero
    for day in 0..<7 { week[day] = float(bounds) }
    return week
  }

  mutating func date() -> Date? {
    let milliseconds: Int64 = integer()
    if milliseconds == .min { return nil }
    if milliseconds == .max { return .distantFuture }
    return Date(millisecondsSince1970: Int(milliseconds))
  }

  mutating func text() -> String {
    let count = Int(integer(UInt16.self))
    guard rest.count >= count else {
      hasFailed = true
      return ""
    }
    defer { rest = rest.dropFirst(count) }
    return String(decoding: rest.prefix(count), as: UTF8.self)
  }

  private mutating func held(_ number: Double, _ bounds: ClosedRange<Double>) -> Double {
    guard bounds.contains(number) else {
      hasFailed = true
      return bounds.lowerBound
    }
    return number
  }
}
