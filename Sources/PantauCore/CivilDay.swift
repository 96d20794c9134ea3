/// A day of the proleptic Gregorian calendar.
///
/// The arithmetic counts years from March, so that a leap day ends its year, in eras of 400 years
/// of 146,097 days.
public struct CivilDay: Sendable, Hashable {
  /// The year; 0 is 1 BC.
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int

  /// Makes a day from its parts, which are not checked; see ``isValid``.
  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day so many days after 1970-01-01; right for some millions of years around it.
  public init(daysSince1970 days: Int) {
    let (era, dayOfEra) = (days + 719_468).quotientAndRemainderFloor(dividingBy: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  public var daysSince1970: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = marchYear.quotientAndRemainderFloor(dividingBy: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day after.
  public var next: CivilDay { CivilDay(daysSince1970: daysSince1970 + 1) }

  /// Whether month and day exist.
  public var isValid: Bool {
    (1...12).contains(month) && (1...31).contains(day)
      && CivilDay(daysSince1970: daysSince1970) == self
  }

  /// 0 (Sunday) to 6 (Saturday).
  public var weekday: Int { (daysSince1970 + 4).quotientAndRemainderFloor(dividingBy: 7).remainder }
}
