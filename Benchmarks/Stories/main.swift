import Glibc
import PantauCore
import PantauStories

// Measures how well pairs of items are judged. `scripts/bench-stories` runs it.
var isReached = true
for path in CommandLine.arguments.dropFirst() {
  guard let text = try? TextFile.read(path) else {
    print("cannot read \(path)")
    exit(66)
  }
  let score = LabelledPairs(text).score()
  print("\(path.split(separator: "/").last ?? ""): \(score.line)")
  for miss in score.misses { print("  \(miss)") }
  isReached = isReached && score.precision >= 0.99 && score.recall >= 0.85
}
print(isReached ? "pass" : "FAIL")
exit(isReached ? 0 : 1)
