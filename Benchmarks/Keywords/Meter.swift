import FoundationEssentials
import Glibc

/// What the process has used.
enum Meter {
  /// CPU time of all threads, in seconds.
  static var cpuSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Resident memory in bytes, by the kernel's own count.
  static var residentBytes: Int {
    guard let bytes = try? Data(contentsOf: URL(filePath: "/proc/self/statm")) else { return 0 }
    let fields = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
  }
}
