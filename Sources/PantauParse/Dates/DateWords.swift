/// The words that dates of feeds are made of, in the languages met there.
///
/// A word is known by a key of its first eight letters, small and without accents; so "septembre"
/// and "september" are one, and a full name and its abbreviation are two. The table is built on the
/// first date that has a word, in some microseconds.
enum DateWords {
  /// What a word means in a date.
  enum Meaning: Equatable {
    /// 1 to 12.
    case month(Int)
    /// "mar": March, or Tuesday where the date has another month.
    case monthOrDay(Int)
    /// The name of a day; no part of the reckoning, for feeds often have the wrong one.
    case day
    /// Minutes east of Greenwich.
    case zone(Int)
    case morning
    /// "siang", the hours from ten to three.
    case midday
    case afternoon
    /// "malam".
    case night
    /// "pukul", "jam": the hour comes next.
    case clock
    /// "barat", "tengah", "timur": minutes east of Greenwich behind "Waktu Indonesia".
    case indonesian(Int)
    /// Words that say nothing: "pukul", "at", "de".
    case filler
  }

  /// What the word with this key means; nil where it is unknown.
  static func meaning(of key: UInt64) -> Meaning? {
    // A single letter but "z" is a military zone, which means nothing reliable: RFC 5322, section
    // 4.3, has it read as -0000, and that is what no zone means too.
    table[key] ?? (key < 0x100 ? .filler : nil)
  }

  /// The key of a word of plain small letters.
  static func key(of word: some Sequence<UInt8>) -> UInt64 {
    var key: UInt64 = 0
    for (offset, letter) in word.prefix(8).enumerated() {
      key |= UInt64(letter) << UInt64(offset * 8)
    }
    return key
  }

  /// One byte for a letter: small ASCII letters for Latin ones, 0xC0 to 0xDF for Cyrillic ones from
  /// `а` to `я`; nil for what is no letter.
  static func letter(_ scalar: UInt32) -> UInt8? {
    switch scalar {
    case 0x61...0x7A: UInt8(scalar)
    case 0x41...0x5A: UInt8(scalar) | 0x20
    case 0xC0...0x17F: latin(scalar)
    case 0x430...0x44F: UInt8(scalar - 0x430 + 0xC0)
    case 0x410...0x42F: UInt8(scalar - 0x410 + 0xC0)
    case 0x401, 0x451: 0xC5
    case 0x404, 0x454, 0x406, 0x407, 0x456, 0x457, 0x490, 0x491: UInt8(scalar & 0x0F) | 0xE0
    default: nil
    }
  }

  private static func latin(_ scalar: UInt32) -> UInt8? {
    let folds: StaticString = """
      aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty\
      aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll\
      lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs
      """
    let offset = Int(scalar) - 0xC0
    guard offset < folds.utf8CodeUnitCount else { return nil }
    let letter = folds.utf8Start[offset]
    return letter == UInt8(ascii: "*") ? nil : letter
  }

  // MARK: The table

  private static let table = makeTable()

  private static func makeTable() -> [UInt64: Meaning] {
    var table: [UInt64: Meaning] = [:]
    add(fillers, meaning: .filler, to: &table)
    add(days, meaning: .day, to: &table)
    for (index, names) in months.enumerated() {
      add(names, meaning: .month(index + 1), to: &table)
    }
    add("mar", meaning: .monthOrDay(3), to: &table)
    for (minutes, names) in zones { add(names, meaning: .zone(minutes), to: &table) }
    add("am a.m pagi pg subuh dini", meaning: .morning, to: &table)
    add("siang tengahari", meaning: .midday, to: &table)
    add("pm sore petang ptg", meaning: .afternoon, to: &table)
    add("malam mlm", meaning: .night, to: &table)
    add("pukul pkl jam", meaning: .clock, to: &table)
    add("barat", meaning: .indonesian(420), to: &table)
    add("tengah", meaning: .indonesian(480), to: &table)
    add("timur", meaning: .indonesian(540), to: &table)
    return table
  }

  private static func add(
    _ names: String, meaning: Meaning, to table: inout [UInt64: Meaning]
  ) {
    for name in names.utf8.split(separator: 0x20) {
      table[key(of: letters(of: Substring(name)))] = meaning
    }
  }

  private static func letters(of name: Substring) -> [UInt8] {
    name.unicodeScalars.compactMap { letter($0.value) }
  }

  /// Indonesian and Malay, English, German, French, Spanish, Portuguese, Italian, Dutch, the Nordic
  /// languages, Polish, Turkish, Russian and Ukrainian.
  private static let months = [
    """
    jan januari january januar janvier janv enero ene janeiro gennaio gen january janury jän jänner \
    styczeń stycznia sty ocak oca янв января январь січня
    """,
    """
    feb februari february februar febr pebruari peb février févr fév febrero fevereiro fev febbraio \
    feber luty lutego lut şubat şub фев февр февраля февраль лютого
    """,
    """
    maret march mac märz mär mrz maerz mars marzo março maart mrt marts marec marzec marca mart \
    мар марта март березня
    """,
    "apr april avril avr abril abr aprile kwiecień kwietnia kwi nisan nis апр апреля апрель квітня",
    "mei may mai mayo maio maggio mag maj maja mayıs мая май травня",
    """
    jun juni june juin junio junho giugno giu juin czerwiec czerwca cze haziran haz июн июня июнь \
    червня
    """,
    """
    jul juli july julai juillet juil julio julho luglio lug lipiec lipca lip temmuz tem июл июля \
    июль липня
    """,
    """
    aug agustus agust agst agt ags agu august ogos ogo août agosto ago augustus augusti sierpień \
    sierpnia sie ağustos ağu авг августа август серпня
    """,
    """
    sep sept september septembre septiembre setiembre setembro set settembre sett wrzesień września \
    wrz eylül eyl сен сент сентября сентябрь вересня
    """,
    """
    okt oct oktober october octobre octubre outubro out ottobre ott październik października paź \
    ekim eki окт октября октябрь жовтня
    """,
    """
    nov november nop nopember novembre noviembre novembro listopad listopada lis kasım kas ноя нояб \
    ноября ноябрь листопада
    """,
    """
    des desember dec december decembre décembre déc dezember dez diciembre dic dezembro dicembre \
    disember dis grudzień grudnia gru aralık ara дек декабря декабрь грудня
    """,
  ]

  private static let days = """
    senin selasa rabu kamis jumat jum'at sabtu minggu ahad sen sel rab kam jum sab min isnin khamis \
    jumaat mon tue tues wed weds thu thur thurs fri sat sun monday tuesday wednesday thursday friday \
    saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi \
    do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim lunes \
    martes miércoles jueves viernes sábado domingo mié jue vie dom segunda terça quarta quinta sexta \
    feira seg ter qua qui sex lunedì martedì mercoledì giovedì venerdì sabato domenica gio maandag \
    dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo понедельник вторник среда \
    четверг пятница суббота воскресенье пн вт ср чт пт сб вс
    """

  private static let fillers = """
    waktu indonesia tanggal tgl hari at on the of st nd rd th er de del den der dne le el la les um am \
    uhr à a las alle ore klo kl o clock published posted updated date diterbitkan dipublikasikan \
    diperbarui года год г в р
    """

  /// The names of zones by their minutes east of Greenwich.
  ///
  /// Names that several places use have the meaning that feeds give
  /// them: IST is India, CST and the like are North America (RFC 5322, section 4.3), BST is Britain.
  private static let zones: [(Int, String)] = [
    (0, "z utc gmt ut wet zulu"), (420, "wib ict jakarta novt krat"),
    (480, "wita sgt myt hkt awst makassar singapore pht phst irkt"),
    (540, "wit jst kst jayapura tokyo seoul yakt"), (60, "cet met mez bst wat west"),
    (120, "cest mest mesz eet sast cat"), (180, "eest eat msk trt ast3 idt arst"),
    (210, "irst"), (240, "gst msd samt"), (270, "irdt aft"), (300, "pkt uzt yekt"),
    (330, "ist slst"),
    (345, "npt"), (360, "bdt omst"), (390, "mmt"), (600, "aest chst pgt vlat"), (570, "acst"),
    (630, "acdt"), (660, "aedt sbt magt"), (720, "nzst fjt pett"), (780, "nzdt"),
    (-180, "brt art adt clst"), (-120, "brst"), (-150, "ndt"), (-210, "nst"),
    (-240, "ast edt clt vet bot"), (-300, "est cdt et cot pet"), (-360, "cst mdt ct"),
    (-420, "mst pdt mt"), (-480, "pst akdt pt"), (-540, "akst hdt"), (-600, "hst"), (-660, "sst"),
  ]
}
