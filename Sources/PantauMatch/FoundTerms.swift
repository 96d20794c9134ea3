/// The terms that stand somewhere in a text.
final class FoundTerms {
  private var bits: [UInt64] = []
  /// Each once, in the order in which they were found.
  private(set) var numbers: [UInt32] = []

  /// Empties it for another text, and keeps the storage; to be called before its first use.
  ///
  /// - Parameter count: how many terms there are.
  func reset(for count: Int) {
    let needed = count / 64 + 1
    if bits.count == needed {
      for term in numbers { bits[Int(term >> 6)] = 0 }
    } else {
      bits = [UInt64](repeating: 0, count: needed)
    }
    numbers.removeAll(keepingCapacity: true)
  }

  /// Whether a term was found.
  func contains(_ term: UInt32) -> Bool { bits[Int(term >> 6)] & 1 << UInt64(term & 63) != 0 }

  /// Notes a term that was not found before.
  func insert(_ term: UInt32) {
    bits[Int(term >> 6)] |= 1 << UInt64(term & 63)
    numbers.append(term)
  }
}

extension QueryProgram {
  /// Whether a node may hold in a text where these terms stand; the places decide, and expressions.
  func mayHold(_ number: Int, _ found: FoundTerms) -> Bool {
    let node = nodes[number]
    switch node.kind {
    case .term: return found.contains(node.first)
    case .regex, .not: return true
    case .and, .near: return childNumbers(node).allSatisfy { mayHold(Int($0), found) }
    case .or: return childNumbers(node).contains { mayHold(Int($0), found) }
    }
  }
}
