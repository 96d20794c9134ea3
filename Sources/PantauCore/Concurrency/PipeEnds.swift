import CGlibc
import Glibc

/// The two ends of a pipe, which no program gets but as one of its streams; their owner closes them.
public struct PipeEnds: Sendable {
  /// The end to read from.
  public let reading: Int32
  /// The end to write to.
  public let writing: Int32

  /// Makes a pipe; nil, with errno, where no descriptor is left.
  ///
  /// - Parameter waits: whether reading waits for bytes and writing for room.
  public init?(waits: Bool) {
    var ends: [Int32] = [-1, -1]
    guard pantau_glibc_pipe(&ends, waits ? 0 : O_NONBLOCK) == 0 else { return nil }
    (reading, writing) = (ends[0], ends[1])
  }
}
