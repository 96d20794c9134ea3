import Glibc
import PantauCore
import PantauStories

/// Measures stories: how well pairs are judged, and what it costs. `scripts/bench-stories` runs it.
for path in CommandLine.arguments.dropFirst() {
  guard let text = try? TextFile.read(path) else {
    print("cannot read \(path)")
    exit(66)
  }
  let score = LabelledPairs(text).score()
  print("\(path.split(separator: "/").last ?? ""): \(score.line)")
  for miss in score.misses { print("  \(miss)") }
}
StoryCosts.measure()
