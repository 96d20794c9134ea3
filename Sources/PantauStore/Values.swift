import FoundationEssentials
import GRDB
import PantauCore

/// How the house's values stand in columns.
extension Date {
  init?(column milliseconds: Int64?) {
    guard let milliseconds else { return nil }
    self.init(millisecondsSince1970: Int(milliseconds))
  }

  var column: Int64 { Int64(millisecondsSince1970) }

  /// The day, counted from 1970 in UTC.
  var dayNumber: Int64 { column / 86_400_000 }
}

extension Key128 {
  var column: Data { Data(bytes) }
}

extension ParameterBinder {
  /// Binds a key's 16 bytes, or NULL.
  mutating func bind(_ key: Key128?) {
    guard let key else { return bind(nil as Int64?) }
    withUnsafeBytes(of: (key.high.bigEndian, key.low.bigEndian)) { bind($0) }
  }

  /// Binds a time in whole milliseconds, or NULL.
  mutating func bind(_ date: Date?) { bind(date?.column) }
}

extension Data {
  var byteArray: [UInt8] { [UInt8](self) }
}
