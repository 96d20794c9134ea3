/// Prints figures beside what they must reach.
struct Figures {
  private(set) var failures = 0

  /// Prints one; without a limit it only informs.
  mutating func print(_ name: String, _ value: Double, _ unit: String, atMost limit: Double? = nil)
  {
    let isGood = limit.map { value <= $0 } ?? true
    if !isGood { failures += 1 }
    let verdict = limit == nil ? "    " : isGood ? "pass" : "FAIL"
    let number = Self.text(value)
    let padding = String(repeating: " ", count: max(1, 62 - name.count - number.count + 12))
    let wanted = limit.map { "  at most \(Self.text($0))" } ?? ""
    Swift.print("\(verdict)  \(name)\(padding)\(number) \(unit)\(wanted)")
  }

  private static func text(_ value: Double) -> String {
    value >= 1_000 ? "\(Int(value.rounded()))" : "\((value * 100).rounded() / 100)"
  }
}
