import FoundationEssentials
import PantauCore
import PantauMatch

// pantau-bench-keywords corpus FOLDER MEGABYTES   writes news.txt and names.txt
// pantau-bench-keywords run FOLDER COUNT          matches the first COUNT names and prints a row

let arguments = CommandLine.arguments.dropFirst()
let largest = 100_000

func write(_ text: String, to path: String) throws {
  try Data(text.utf8).write(to: URL(filePath: path))
}

func lines(of path: String) throws -> [String] {
  let bytes = try Data(contentsOf: URL(filePath: path))
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
    // Each article is a string of its own, as the parser hands them over.
    String(decoding: Array(line.utf8), as: UTF8.self)
  }
}

func makeCorpus(_ folder: String, megabytes: Int) throws {
  var corpus = Corpus(names: largest)
  var text = ""
  while text.utf8.count < megabytes * 1_000_000 { text += corpus.article() + "\n" }
  try write(text, to: folder + "/news.txt")
  try write(corpus.names.joined(separator: "\n") + "\n", to: folder + "/names.txt")
}

func formatted(_ value: Double, _ digits: Int) -> String {
  let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
  let rounded = (value * scale).rounded() / scale
  return digits == 0 ? "\(Int(rounded))" : "\(rounded)"
}

/// CPU seconds of the fastest of five rounds.
func best(_ work: () -> Void) -> Double {
  (0..<5).map { _ in
    let start = Meter.cpuSeconds
    work()
    return Meter.cpuSeconds - start
  }.min() ?? 0
}

func run(_ folder: String, _ count: Int) throws {
  // Names before texts: what reading the texts takes must not hide what compiling takes.
  let definitions = try lines(of: folder + "/names.txt").prefix(count).map {
    KeywordDefinition(name: $0, query: $0)
  }
  let before = Meter.highestResidentBytes
  let start = Meter.cpuSeconds
  let matcher = try Matcher(definitions)
  let compiled = Meter.cpuSeconds - start
  let memory = Double(Meter.highestResidentBytes - before) / 1e6
  let articles = try lines(of: folder + "/news.txt").map { MatchInput(content: $0) }
  let megabytes = Double(articles.reduce(0) { $0 + ($1.content?.utf8.count ?? 0) }) / 1e6
  var hit = 0
  let plain = best {
    hit = 0
    for article in articles where !matcher.matchedKeywords(in: article).isEmpty { hit += 1 }
  }
  let excerpts = best { for article in articles { _ = matcher.matches(in: article) } }
  print("keywords  MB/cpu-s  with excerpts  articles hit  compiled in s  memory MB")
  print(
    "\(count)  \(formatted(megabytes / plain, 0))  \(formatted(megabytes / excerpts, 0))  \(hit)  "
      + "\(formatted(compiled, 3))  \(formatted(memory, 1))")
}

switch (arguments.first, arguments.count) {
case ("corpus", 3):
  try makeCorpus(arguments[2], megabytes: Int(arguments[3]) ?? 16)
case ("run", 3):
  try run(arguments[2], Int(arguments[3]) ?? largest)
default:
  print("usage: pantau-bench-keywords corpus FOLDER MEGABYTES | run FOLDER COUNT")
}
