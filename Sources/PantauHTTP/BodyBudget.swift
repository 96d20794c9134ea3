/// The body bytes held, and storage of bodies that are done with, on the fetch thread.
class BodyBudget {
  /// Body bytes of transfers under way.
  var inTransfer = 0
  /// Body bytes handed out and not given back yet.
  var handedOut = 0
  /// How many transfers pause until there is room.
  var paused = 0
  /// Where bodies are unpacked.
  let room = UnpackingRoom()
  private let ceiling: Int
  private var spare: [[UInt8]] = []
  private var spareBytes = 0

  /// Smaller storage comes from the heap; larger bodies are rare, and theirs is kept for none.
  private static let spareBytesEach = 65_536...262_144

  init(ceiling: Int) { self.ceiling = ceiling }

  /// Whether nothing more is to be read; of no bytes at all there are never too many.
  var isFull: Bool { held > 0 && held >= ceiling }

  private var held: Int { inTransfer + handedOut }

  /// An empty body with room for so many bytes: the storage of one that is done with, where one of
  /// about that size is there.
  ///
  /// Each new one has its pages from the system and gives them back, which took a twentieth of the time
  /// of a first cycle.
  func storage(for bytes: Int) -> [UInt8] {
    // Not in a much larger one: its pages are in memory, whatever is written to them.
    guard let place = spare.firstIndex(where: { bytes...bytes + bytes / 4 ~= $0.capacity }) else {
      var body: [UInt8] = []
      body.reserveCapacity(bytes)
      return body
    }
    spareBytes -= spare[place].capacity
    return spare.remove(at: place)
  }

  /// Keeps the storage of bodies that are done with, as far as there is room beside those held, and in
  /// a quarter of the ceiling.
  func keep(_ bodies: [[UInt8]]) {
    for body in bodies where Self.spareBytesEach ~= body.capacity {
      let kept = spareBytes + body.capacity
      guard kept <= ceiling / 4, held + kept <= ceiling else { continue }
      spare.append(body)
      spareBytes = kept
    }
  }

  /// Gives all spare storage back to the system.
  func dropSpare() { (spare, spareBytes) = ([], 0) }
}
