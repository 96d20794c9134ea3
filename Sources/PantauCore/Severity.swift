/// How much an alert matters, as the operator said of its keyword.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  case low
  case normal
  case high

  /// Orders by weight: low, normal, high.
  public static func < (left: Severity, right: Severity) -> Bool { left.weight < right.weight }

  private var weight: Int {
    switch self {
    case .low: 0
    case .normal: 1
    case .high: 2
    }
  }
}
