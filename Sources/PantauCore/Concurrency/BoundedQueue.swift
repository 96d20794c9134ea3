/// A first-in, first-out queue between two kinds of dedicated threads that never holds more than
/// its limit: the producer waits, so the consumer's pace is felt all the way up.
///
/// An AsyncStream is no such queue: it bounds itself by dropping.
public final class BoundedQueue<Element: Sendable>: Sendable {
  private struct State: Sendable {
    var elements = Line<Element>()
    var weight = 0
    var isClosed = false
  }

  private let monitor = Monitor(State())
  private let capacity: Int
  private let maxWeight: Int
  private let weight: @Sendable (Element) -> Int

  /// Makes an empty queue.
  ///
  /// - Parameters:
  ///   - capacity: how many elements it holds at most, at least 1.
  ///   - maxWeight: it takes no more elements once it holds so much, and gives no more at once.
  ///   - weight: what an element weighs, in bytes of memory say; the same each time.
  public init(
    capacity: Int, maxWeight: Int = .max, weight: @escaping @Sendable (Element) -> Int = { _ in 0 }
  ) {
    self.capacity = max(1, capacity)
    self.maxWeight = max(1, maxWeight)
    self.weight = weight
  }

  /// Adds an element; waits while the queue is full.
  ///
  /// - Returns: false where the queue is closed, and the element was not taken.
  @discardableResult
  public func put(_ element: Element) -> Bool {
    monitor.wait { state -> Bool? in
      if state.isClosed { return false }
      guard state.elements.count < capacity, state.weight < maxWeight else { return nil }
      state.elements.append(element)
      state.weight += weight(element)
      return true
    } ?? false
  }

  /// Takes what is there, at least one element.
  ///
  /// - Parameter limit: how many at most.
  /// - Returns: the elements in order; nil where the queue is closed and empty.
  public func take(atMost limit: Int) -> [Element]? {
    let taken: [Element]? = monitor.wait { state -> [Element]? in
      guard state.elements.count > 0 else { return state.isClosed ? [] : nil }
      var batch: [Element] = []
      batch.reserveCapacity(min(limit, state.elements.count))
      var taken = 0
      while batch.count < limit, batch.isEmpty || taken < maxWeight,
        let element = state.elements.popFirst()
      {
        taken += weight(element)
        batch.append(element)
      }
      state.weight -= taken
      return batch
    }
    return taken?.isEmpty == false ? taken : nil
  }

  /// Takes one element; nil where the queue is closed and empty.
  public func take() -> Element? { take(atMost: 1)?.first }

  /// Whether nothing waits to be taken.
  public var isEmpty: Bool { monitor.read { $0.elements.count == 0 } }

  /// Takes no more; what is in it can still be taken.
  public func close() { monitor.update { $0.isClosed = true } }
}
