/// A time of day in the configuration's zone, to the minute.
public struct TimeOfDay: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Minutes since midnight, 0 to 1,439.
  public let minutes: Int

  /// Reads `07:30`: two digits, a colon, two digits, at most 23:59.
  public init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 5, digits[2] == UInt8(ascii: ":"),
      digits.enumerated().allSatisfy({ $0 == 2 || (0x30...0x39).contains($1) }),
      let hour = Int(text.prefix(2)), let minute = Int(text.suffix(2)), hour < 24, minute < 60
    else { return nil }
    minutes = hour * 60 + minute
  }

  /// Orders by the clock.
  public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minutes < right.minutes }

  /// For example `07:30`.
  public var description: String {
    let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(pad(minutes / 60)):\(pad(minutes % 60))"
  }
}

/// A stretch of each day, over midnight where `to` is earlier than `from`.
public struct HoursOfDay: Sendable, Hashable, CustomStringConvertible {
  /// Its first minute.
  public var from: TimeOfDay
  /// The minute it ends before.
  public var to: TimeOfDay

  /// Makes a stretch; equal ends would be empty, and the loader refuses them.
  public init(from: TimeOfDay, to: TimeOfDay) {
    self.from = from
    self.to = to
  }

  /// Whether the stretch covers a time.
  public func contains(_ time: TimeOfDay) -> Bool {
    from < to ? from <= time && time < to : time >= from || time < to
  }

  /// For example `22:00 to 06:00`.
  public var description: String { "\(from) to \(to)" }
}
