import Testing

@testable import PantauCore

@Suite("The queue of what is due")
struct DueQueueTests {
  @Test(
    "agrees with a sorted list through any sequence of changes", arguments: 0..<8 as Range<UInt64>)
  func agreesWithModel(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var queue = DueQueue()
    var model: [UInt32: Int64] = [:]
    for _ in 0..<4_000 {
      let slot = UInt32.random(in: 0..<200, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0:
        queue.remove(slot)
        model[slot] = nil
      case 1:
        if let first = queue.first {
          #expect(first.due == model.values.min())
          queue.remove(first.slot)
          model[first.slot] = nil
        }
      default:
        let due = Int64.random(in: -50..<50, using: &generator)
        queue.set(slot, due: due)
        model[slot] = due
      }
      #expect(queue.count == model.count)
      #expect(queue.due(of: slot) == model[slot])
    }
    var order: [Int64] = []
    while let first = queue.first {
      order.append(first.due)
      queue.remove(first.slot)
    }
    #expect(order == model.values.sorted())
  }

  @Test("gives slots that are due together in the order of their numbers")
  func breaksTies() {
    var queue = DueQueue()
    for slot in [5, 3, 9, 1] as [UInt32] { queue.set(slot, due: 7) }
    var order: [UInt32] = []
    while let first = queue.first {
      order.append(first.slot)
      queue.remove(first.slot)
    }
    #expect(order == [1, 3, 5, 9])
  }
}
