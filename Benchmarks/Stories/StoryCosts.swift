import PantauCore
import PantauStories

/// CPU time of the steps.
enum StoryCosts {
  static func measure() {}
}
