import Glibc
import PantauCore

extension PipeEnds {
  /// Hands out what comes as it comes, until nobody can write any more.
  func readToEnd(_ take: (ArraySlice<UInt8>) -> Void) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(reading, &buffer, buffer.count)
      if count > 0 {
        take(buffer[..<count])
      } else if count == 0 || errno != EINTR {
        return
      }
    }
  }
}
