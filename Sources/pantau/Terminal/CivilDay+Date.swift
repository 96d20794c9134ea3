import FoundationEssentials
import PantauCore

extension CivilDay {
  /// The day of a moment in UTC: near enough for warnings, which allow for any zone.
  init(of date: Date) {
    self.init(daysSince1970: date.millisecondsSince1970 / 86_400_000)
  }
}
