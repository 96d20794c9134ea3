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
}

extension Key128 {
  var column: Data { Data(bytes) }
}

extension Data {
  var byteArray: [UInt8] { [UInt8](self) }
}
