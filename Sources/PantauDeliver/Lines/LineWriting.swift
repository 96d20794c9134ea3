import PantauCore

extension LineFormat {
  /// The bytes of a message's line, its end included.
  func line(of message: OutgoingMessage, text: AlertText) -> [UInt8] {
    switch self {
    case .json: Array(message.object.utf8) + [0x0A]
    case .text: Array(text.line(of: message).utf8) + [0x0A]
    }
  }
}
