import Glibc
import PantauCore
import PantauStories

// Measures how well pairs of items are judged. `scripts/bench-stories` runs it.
var total = LabelledScore()
for path in CommandLine.arguments.dropFirst() {
  guard let text = try? TextFile.read(path) else {
    print("cannot read \(path)")
    exit(66)
  }
  let score = LabelledPairs(text).score()
  let mark = score.reachesGoal ? "" : " (below the goal by itself)"
  print("\(path.split(separator: "/").last ?? ""): \(score.line)\(mark)")
  for miss in score.misses { print("  \(miss)") }
  total.add(score)
}
print("\(total.reachesGoal ? "pass" : "FAIL")  all pairs: \(total.line)")
exit(total.reachesGoal ? 0 : 1)
