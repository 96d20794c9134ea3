/// Elements in the order in which they came; taking the first one moves none of the others.
struct Line<Element> {
  /// nil where one was taken.
  private var places: [Element?] = []
  private var first = 0

  var count: Int { places.count - first }

  mutating func append(_ element: Element) {
    // Places of elements that were taken are used again when they are most of all.
    if first > 16, first > places.count / 2 {
      places.removeFirst(first)
      first = 0
    }
    places.append(element)
  }

  mutating func popFirst() -> Element? {
    guard first < places.count else { return nil }
    let element = places[first].take()
    first += 1
    if first == places.count {
      places.removeAll(keepingCapacity: true)
      first = 0
    }
    return element
  }
}

extension Line: Sendable where Element: Sendable {}
