/// The Indonesian endings that are written onto a word: -nya, -ku, -mu, and -lah, -kah, -pun.
///
/// One of the first three and one of the last three may stand together, in that order (rumahkulah).
enum Clitics {
  private static let possessives = ["nya", "ku", "mu"].map { Array($0.utf8) }
  private static let particles = ["lah", "kah", "pun"].map { Array($0.utf8) }
  private static let endings: [[UInt8]] =
    possessives + particles + possessives.flatMap { first in particles.map { first + $0 } }
  /// The shortest word that may carry an ending, in bytes.
  private static let minWordBytes = 2

  /// Whether folded bytes are such an ending and nothing else.
  static func isEnding(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    endings.contains { $0.elementsEqual(bytes) }
  }

  /// How long the endings are that a folded word may be read with.
  static func endingLengths(of word: UnsafeBufferPointer<UInt8>) -> [Int] {
    // Each ending's last letter is one of these; most words are done here.
    switch word.last {
    case 0x61, 0x75, 0x68, 0x6E: break
    default: return []
    }
    return endings.filter { ending in
      word.count >= ending.count + minWordBytes && word.suffix(ending.count).elementsEqual(ending)
    }.map(\.count)
  }
}
