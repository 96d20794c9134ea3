import Glibc
import PantauCore
import PantauStories

// Measures how well pairs of items are judged. `scripts/bench-stories` runs it.
var arguments = CommandLine.arguments.dropFirst()
let isFit = arguments.first == "--fit"
if isFit { arguments.removeFirst() }

var total = LabelledScore()
var files: [LabelledPairs] = []
for path in arguments {
  guard let text = try? TextFile.read(path) else {
    print("cannot read \(path)")
    exit(66)
  }
  let pairs = LabelledPairs(text)
  files.append(pairs)
  if isFit { continue }
  let score = pairs.score()
  let mark = score.reachesGoal ? "" : " (below the goal by itself)"
  print("\(path.split(separator: "/").last ?? ""): \(score.line)\(mark)")
  for miss in score.misses { print("  \(miss)") }
  total.add(score)
}
if isFit {
  let (bias, traits) = WeightFit(files).weights()
  print("bias \(bias)")
  for (trait, weight) in zip(StoryTrait.allCases, traits) { print("  \(trait) \(weight)") }
  exit(0)
}
print("\(total.reachesGoal ? "pass" : "FAIL")  all pairs: \(total.line)")
exit(total.reachesGoal ? 0 : 1)
