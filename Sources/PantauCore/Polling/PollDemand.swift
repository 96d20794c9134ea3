/// A feed's claim on the request budget.
public struct PollDemand: Sendable, Hashable {
  /// √(weight × rate), times the share that its hours of the day leave of it; 0 takes no part.
  public var root: Float
  /// The shortest interval it can have, in seconds: floors, and what its server asks for.
  public var floorSeconds: Float
  /// The longest interval, in seconds.
  public var ceilingSeconds: Float
  /// The feed's record: how many items it brought in how many days, and how many at a time.
  var items: Float = 0
  var days: Float = 0
  var clump: Float = 1

  /// A feed that takes no part: one with an interval of its own, or one that is gone.
  public static let none = PollDemand(root: 0, floorSeconds: 0, ceilingSeconds: 0)

  /// Makes a claim.
  public init(root: Float, floorSeconds: Float, ceilingSeconds: Float) {
    self.root = root
    self.floorSeconds = floorSeconds
    self.ceilingSeconds = ceilingSeconds
  }
}
