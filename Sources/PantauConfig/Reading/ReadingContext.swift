import PantauCore

/// What all the readers of one configuration share: the text, the surroundings, the problems found.
///
/// A class, because every reader adds to the same problems; it lives in one call and one task.
final class ReadingContext {
  let bytes: [UInt8]
  /// The path as the operator knows it, for messages.
  let file: String
  /// The absolute directory of the configuration, which relative paths start from.
  let directory: String
  let surroundings: ConfigurationSurroundings
  let secrets: SecretResolver
  let secretPolicy: SecretPolicy
  let checkQuery: QueryCheck
  let checkTemplate: TemplateCheck
  /// The day for what may have passed; nil: nothing is said of it.
  let today: CivilDay?
  private(set) var problems: [(offset: Int, problem: ConfigurationProblem)] = []
  private var counter = LineCounter()

  init(
    bytes: [UInt8], file: String, directory: String, surroundings: ConfigurationSurroundings,
    secrets: SecretResolver, secretPolicy: SecretPolicy, checkQuery: @escaping QueryCheck,
    checkTemplate: @escaping TemplateCheck, today: CivilDay?
  ) {
    self.bytes = bytes
    self.file = file
    self.directory = directory
    self.surroundings = surroundings
    self.secrets = secrets
    self.secretPolicy = secretPolicy
    self.checkQuery = checkQuery
    self.checkTemplate = checkTemplate
    self.today = today
  }

  func report(
    _ severity: ConfigurationProblem.Severity = .error, at offset: Int, _ path: String,
    _ what: String, _ advice: String
  ) {
    problems.append(
      (
        offset,
        ConfigurationProblem(
          file: file, position: position(of: offset), path: path, what: what, advice: advice,
          severity: severity)
      ))
  }

  func error(_ place: Place, _ what: String, _ advice: String) {
    report(.error, at: place.node.start, place.path, what, advice)
  }

  func warn(_ place: Place, _ what: String, _ advice: String) {
    report(.warning, at: place.node.start, place.path, what, advice)
  }

  func position(of offset: Int) -> TextPosition { counter.position(of: offset, in: bytes) }

  /// The problems in the order of the text.
  var sortedProblems: [ConfigurationProblem] {
    problems.enumerated().sorted {
      ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
    }.map(\.element.problem)
  }

  var hasErrors: Bool { problems.contains { $0.problem.severity == .error } }

  /// A path of the configuration made absolute.
  func absolutePath(_ path: String) -> String {
    FilePaths.absolute(path, from: directory)
  }
}

/// A value and the name of the setting it belongs to.
struct Place {
  let node: JSONNode
  let path: String

  /// The place of an element.
  func element(_ index: Int, _ node: JSONNode) -> Place {
    Place(node: node, path: "\(path)[\(index)]")
  }

  /// The place of a member, quoted where its name is no plain word.
  func member(_ name: String, _ node: JSONNode) -> Place {
    let isPlain =
      !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "$_-".contains($0) }
    let step = isPlain ? (path.isEmpty ? name : ".\(name)") : "[\"\(name)\"]"
    return Place(node: node, path: path + step)
  }
}

/// Counts lines and columns for offsets that mostly grow, so that a configuration with 100,000
/// doubtful keywords costs one walk and not one each.
struct LineCounter {
  private var lineStarts: [Int] = []

  mutating func position(of offset: Int, in bytes: [UInt8]) -> TextPosition {
    if lineStarts.isEmpty {
      lineStarts = [0]
      for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
        lineStarts.append(index + 1)
      }
    }
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let start = lineStarts[low]
    var position = TextPosition(
      of: offset - start, in: Array(bytes[start..<max(start, min(offset, bytes.count))]))
    position.line = low + 1
    return position
  }
}
