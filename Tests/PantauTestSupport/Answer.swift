/// What the loopback server does after a request: a row of steps, byte for byte.
public struct Answer: Sendable {
  /// One step.
  public enum Step: Sendable {
    /// Sends these bytes.
    case send([UInt8])
    /// Sends these bytes again and again until the client goes away or the server closes.
    case sendForEver([UInt8])
    /// Waits until the test opens the gate, the client goes away, or the server closes.
    case wait(Gate)
    /// Closes the connection in good order.
    case close
    /// Breaks the connection with a reset.
    case reset
  }

  /// The steps, in order.
  ///
  /// The connection stays open after the last unless one closes it.
  public var steps: [Step]

  /// Takes the steps.
  public init(steps: [Step]) { self.steps = steps }

  /// These very bytes, then the connection is closed unless said otherwise.
  public static func raw(_ bytes: [UInt8], keepsOpen: Bool = false) -> Answer {
    Answer(steps: keepsOpen ? [.send(bytes)] : [.send(bytes), .close])
  }

  /// These very characters, then the connection is closed unless said otherwise.
  public static func raw(_ text: String, keepsOpen: Bool = false) -> Answer {
    raw(Array(text.utf8), keepsOpen: keepsOpen)
  }

  /// A proper answer with its length.
  public static func status(
    _ status: Int, headers: [(String, String)] = [], body: [UInt8] = []
  ) -> Answer {
    Answer(steps: [.send(head(status, headers + lengthHeader(status, body)) + body)])
  }

  /// A proper 200 of a text.
  public static func ok(_ body: String, headers: [(String, String)] = []) -> Answer {
    .status(200, headers: headers, body: Array(body.utf8))
  }

  /// A redirect.
  public static func redirect(_ status: Int = 302, to location: String) -> Answer {
    .status(status, headers: [("Location", location)])
  }

  /// A proper 200 in chunks.
  public static func chunked(_ chunks: [[UInt8]], headers: [(String, String)] = []) -> Answer {
    let encoded = chunks.filter { !$0.isEmpty }.flatMap { chunk in
      Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
    }
    let start = head(200, headers + [("Transfer-Encoding", "chunked")])
    return Answer(steps: [.send(start + encoded + Array("0\r\n\r\n".utf8))])
  }

  /// The same answer, held back until the gate opens.
  public func after(_ gate: Gate) -> Answer { Answer(steps: [.wait(gate)] + steps) }

  /// Status line, headers and the empty line.
  public static func head(_ status: Int, _ headers: [(String, String)]) -> [UInt8] {
    let lines = ["HTTP/1.1 \(status) Scripted"] + headers.map { "\($0): \($1)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  private static func lengthHeader(_ status: Int, _ body: [UInt8]) -> [(String, String)] {
    status == 304 || status == 204 ? [] : [("Content-Length", "\(body.count)")]
  }
}
