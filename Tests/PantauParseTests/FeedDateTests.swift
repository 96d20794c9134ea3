import PantauCore
import Testing

@testable import PantauParse

private func read(_ text: String) -> String? { FeedDate.parse(text).map { ISO8601.text($0) } }

@Suite("Dates of feeds")
struct FeedDateTests {
  @Test(
    "reads RFC 5322 and its common mistakes",
    arguments: [
      "Mon, 02 Jan 2006 15:04:05 GMT", "Mon, 02 Jan 2006 22:04:05 +0700",
      "Mon, 02 Jan 2006 22:04:05 +07:00", "Mon, 02 Jan 2006 22:04:05 +07",
      "Mon, 02 Jan 2006 22:04:05 +7", "Mon, 02 Jan 2006 22:04:05+0700",
      "Mon, 02 Jan 2006 22:04:05 GMT+7", "Mon, 02 Jan 2006 22:04:05 GMT+0700",
      "Mon, 02 Jan 2006 22:04:05 UTC+07:00", "Mon, 02 Jan 2006 11:34:05 -0330",
      "Mon, 02 Jan 2006 10:04:05 EST", "Mon, 02 Jan 2006 10:04:05 -0500 (EST)",
      "Mon, 02 Jan 2006 (hari ini (Senin)) 15:04:05 GMT", "Mon, 02 Jan 2006 15:04:05 UT",
      "Mon, 02 Jan 2006 15:04:05 Z", "Mon, 02 Jan 2006 15:04:05", "2 Jan 2006 15:04:05 GMT",
      "Mon, 2 Jan 06 15:04:05 GMT", "Fri, 02 Jan 2006 15:04:05 GMT",
      "Monday, 02 January 2006 15:04:05 GMT", "mon, 02 jan 2006 15:04:05 gmt",
      "MON, 02 JAN 2006 15:04:05 GMT", "\n Mon,  02  Jan  2006   15:04:05   GMT \n",
      "Mon,02 Jan 2006 15:04:05 GMT", "Mon 02 Jan 2006 15:04:05 GMT",
      "Monday, 02-Jan-06 15:04:05 GMT", "Mon, 02-Jan-2006 15:04:05 GMT",
      "Mon, 02-01-2006 15:04:05 GMT", "Xyz, 02 Jan 2006 15:04:05 GMT",
      "Mon, 02 Jan 2006 15:04:05.000 GMT", "Mon, 02 Jan 2006 03:04:05 PM",
      "Mon, 02 Jan 2006 3:04:05 p.m. GMT", "Mon Jan  2 15:04:05 2006",
      "Mon Jan 2 15:04:05 GMT 2006", "Mon Jan 02 22:04:05 +0700 2006",
      "January 2, 2006 15:04:05", "Jan 2nd, 2006 15:04:05 UTC", "2. Januar 2006 15:04:05",
      "Mon, 02 Jan 2006 15:04:05 XYZ", "Mon, 02 Jan 2006 15:04:05 A",
      "Mon, 02 Jan 2006 22:04:05 Asia/Jakarta", "15:04:05 02-Jan-2006",
      "Senin, 2 Januari 2006 22:04:05 WIB", "Senin, 2 Januari 2006 23:04:05 WITA",
      "Selasa, 3 Januari 2006 00:04:05 WIT", "lundi 2 janvier 2006 15:04:05",
      "Пн, 02 янв 2006 18:04:05 MSK", "понедельник, 2 января 2006 г. 15:04:05",
      "Mo, 02 Jän 2006 15:04:05 +0000", "Isnin, 2 Januari 2006 23:04:05 MYT",
      "02/01/2006 15:04:05", "2/1/2006 15:04:05", "02.01.2006 15:04:05", "02.01.06, 15:04:05",
      "2006年1月2日 15:04:05", "2006年01月02日 15時04分05秒", "Mon, 02 Jan 2006 15.04.05 GMT",
      "1136214245", "1136214245000",
    ])
  func readsOneInstant(_ text: String) {
    #expect(read(text) == "2006-01-02T15:04:05Z")
  }

  @Test(
    "reads ISO 8601 in all precisions",
    arguments: [
      ("2023", "2023-01-01T00:00:00Z"), ("2023-09", "2023-09-01T00:00:00Z"),
      ("2023-09-14", "2023-09-14T00:00:00Z"), ("20230914", "2023-09-14T00:00:00Z"),
      ("2023-09-14T10", "2023-09-14T10:00:00Z"), ("2023-09-14T10:15", "2023-09-14T10:15:00Z"),
      ("2023-09-14T10:15Z", "2023-09-14T10:15:00Z"),
      ("2023-09-14T10:15:30Z", "2023-09-14T10:15:30Z"),
      ("2023-09-14t10:15:30z", "2023-09-14T10:15:30Z"),
      ("2023-09-14T10:15:30.5Z", "2023-09-14T10:15:30.500Z"),
      ("2023-09-14T10:15:30,250Z", "2023-09-14T10:15:30.250Z"),
      ("2023-09-14T10:15:30.123456789+07:00", "2023-09-14T03:15:30.123Z"),
      ("2023-09-14T10:15:30.00000000000000000001Z", "2023-09-14T10:15:30Z"),
      ("2023-09-14T10:15:30+07:00", "2023-09-14T03:15:30Z"),
      ("2023-09-14T10:15:30+0700", "2023-09-14T03:15:30Z"),
      ("2023-09-14T10:15:30+07", "2023-09-14T03:15:30Z"),
      ("2023-09-14T10:15:30-08:00", "2023-09-14T18:15:30Z"),
      ("2023-09-14T10:15:30 +07:00", "2023-09-14T03:15:30Z"),
      ("2023-09-14 10:15:30", "2023-09-14T10:15:30Z"),
      ("2023-09-14 10:15:30 +0700", "2023-09-14T03:15:30Z"),
      ("2023-09-14 10:15:30 WIB", "2023-09-14T03:15:30Z"),
      ("2023-09-14 10:15:30.0", "2023-09-14T10:15:30Z"),
      ("20230914T101500Z", "2023-09-14T10:15:00Z"),
      ("20230914T101500.250Z", "2023-09-14T10:15:00.250Z"),
      ("20230914T1015+0700", "2023-09-14T03:15:00Z"),
      ("202309141015", "2023-09-14T10:15:00Z"), ("20230914101530", "2023-09-14T10:15:30Z"),
      ("2023-W37-4", "2023-09-14T00:00:00Z"), ("2023W374", "2023-09-14T00:00:00Z"),
      ("2023-W37", "2023-09-11T00:00:00Z"), ("2020-W53-5", "2021-01-01T00:00:00Z"),
      ("2023-W37-4T10:15:00Z", "2023-09-14T10:15:00Z"),
      ("2023-257", "2023-09-14T00:00:00Z"), ("2023257", "2023-09-14T00:00:00Z"),
      ("2024-366", "2024-12-31T00:00:00Z"), ("2023-257T10:15Z", "2023-09-14T10:15:00Z"),
      ("2023-12-31T24:00:00Z", "2024-01-01T00:00:00Z"),
      ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
      ("2023-9-4", "2023-09-04T00:00:00Z"), ("2023/09/14 10:15", "2023-09-14T10:15:00Z"),
      ("2023.09.14 10:15", "2023-09-14T10:15:00Z"), ("2024-02-29", "2024-02-29T00:00:00Z"),
      ("1000-01-01", "1000-01-01T00:00:00Z"), ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
      ("1969-07-20T20:17:40Z", "1969-07-20T20:17:40Z"),
    ])
  func readsISO(_ text: String, _ expected: String) {
    #expect(read(text) == expected)
  }

  @Test(
    "reads what newsrooms write for people",
    arguments: [
      "Kamis, 14 September 2023 10:15 WIB", "KAMIS, 14 SEPTEMBER 2023 10.15 WIB",
      "Kamis (14/9/2023) 10:15 WIB", "Kamis, 14/09/2023 10:15 WIB", "14/9/2023 | 10.15 WIB",
      "14 Sep 2023 | 10.15 WIB", "14 Sep 2023 - 10:15 WIB", "14-09-2023 10:15 WIB",
      "14.09.2023 10.15 WIB", "Kamis, 14 Sep 2023 pukul 10.15 WIB",
      "Kamis, 14 September 2023 (10:15 WIB)", "14 September 2023, 11:15 WITA",
      "14 September 2023, 12.15 WIT", "September 14, 2023 10:15 AM WIB",
      "Thursday, September 14th, 2023 at 10:15 a.m. (WIB)", "10:15 WIB, 14 September 2023",
      "Khamis, 14 September 2023 11:15 MYT", "14 septembre 2023 à 10h15 WIB",
      "jeudi 14 sept. 2023 10 h 15 WIB", "14 de septiembre de 2023 a las 10:15 WIB",
      "Donnerstag, 14. September 2023, 10:15 Uhr WIB", "giovedì 14 settembre 2023 10:15 WIB",
      "donderdag 14 september 2023 om 10:15 WIB", "quinta-feira, 14 de setembro de 2023 10:15 WIB",
      "Четверг, 14 сентября 2023, 06:15 MSK", "Jum'at, 14 September 2023 10:15 WIB",
      "Jum’at, 14 September 2023 10:15 WIB", "Thu, 14 Sep 2023 10:15 WIB (UTC+7)",
      "9/14/2023 10:15 WIB", "2023-Sep-14 10:15 WIB", "14 Sep 2023 1015 WIB",
      "2023-09-14 10.15 WIB", "14 Sep 2023 03:15 GMT", "14 Sep 2023 12:15 JST",
      "14 Sep 2023 08:45 IST", "14 Sep 2023 11:15 SGT", "14 Sep 2023 05:15 CEST",
      "13 Sep 2023 23:15 EDT", "14\u{A0}Sep\u{A0}2023\u{A0}10:15\u{A0}WIB",
      "14 Sep 2023 • 10:15 WIB", "14 Sep 2023 – 10:15 WIB", "14 Eylül 2023 06:15 TRT",
      "14 września 2023 05:15 CEST", "Tanggal 14 September 2023 jam 10.15 pagi WIB",
    ])
  func readsNewsroomDates(_ text: String) {
    #expect(read(text) == "2023-09-14T03:15:00Z")
  }

  @Test(
    "reads day and month names, zones and twelve-hour times",
    arguments: [
      ("Selasa, 17 Agustus 2021", "2021-08-17T00:00:00Z"), ("17 Agt 2021", "2021-08-17T00:00:00Z"),
      ("1 Pebruari 2020", "2020-02-01T00:00:00Z"), ("3 Nopember 2020", "2020-11-03T00:00:00Z"),
      ("5 Mac 2020", "2020-03-05T00:00:00Z"), ("5 Ogos 2020", "2020-08-05T00:00:00Z"),
      ("5 Disember 2020", "2020-12-05T00:00:00Z"), ("5 Julai 2020", "2020-07-05T00:00:00Z"),
      ("5 Mei 2020", "2020-05-05T00:00:00Z"), ("5 Okt 2020", "2020-10-05T00:00:00Z"),
      ("5 Des 2020", "2020-12-05T00:00:00Z"), ("5 März 2020", "2020-03-05T00:00:00Z"),
      ("5 août 2020", "2020-08-05T00:00:00Z"), ("5 févr. 2020", "2020-02-05T00:00:00Z"),
      ("5 déc. 2020", "2020-12-05T00:00:00Z"), ("5 enero 2020", "2020-01-05T00:00:00Z"),
      ("5 de março de 2020", "2020-03-05T00:00:00Z"), ("5 maggio 2020", "2020-05-05T00:00:00Z"),
      ("5 мая 2020", "2020-05-05T00:00:00Z"), ("1er juin 2020", "2020-06-01T00:00:00Z"),
      ("mar, 14 mars 2023", "2023-03-14T00:00:00Z"), ("mar. 12 sept. 2023", "2023-09-12T00:00:00Z"),
      ("14 mar 2023", "2023-03-14T00:00:00Z"), ("September 2023", "2023-09-01T00:00:00Z"),
      ("14 9 2023", "2023-09-14T00:00:00Z"), ("2023 9 14", "2023-09-14T00:00:00Z"),
      ("31 Dec 99", "1999-12-31T00:00:00Z"), ("31 Dec 49", "2049-12-31T00:00:00Z"),
      ("31 Dec 50", "1950-12-31T00:00:00Z"), ("31 Dec 103", "2003-12-31T00:00:00Z"),
      ("14/09/23", "2023-09-14T00:00:00Z"), ("14-09-23", "2023-09-14T00:00:00Z"),
      ("1 Jan 2020 12:30 AM", "2020-01-01T00:30:00Z"),
      ("1 Jan 2020 12:30 PM", "2020-01-01T12:30:00Z"),
      ("1 Jan 2020 1:30 pm", "2020-01-01T13:30:00Z"),
      ("1 Jan 2020 13:30 PM", "2020-01-01T13:30:00Z"),
      ("1 Jan 2020 10 PM", "2020-01-01T22:00:00Z"),
      ("1 Jan 2020 8.30 malam", "2020-01-01T20:30:00Z"),
      ("1 Jan 2020 12.30 siang", "2020-01-01T12:30:00Z"),
      ("1 Jan 2020 11.00 siang", "2020-01-01T11:00:00Z"),
      ("1 Jan 2020 2 Jan", nil), ("1 Jan 2020 10:00 NZDT", "2019-12-31T21:00:00Z"),
      ("1 Jan 2020 10:00 NST", "2020-01-01T13:30:00Z"),
      ("1 Jan 2020 10:00 +1400", "2019-12-31T20:00:00Z"),
      ("1 Jan 2020 24:00", "2020-01-02T00:00:00Z"), ("1694661300.25", "2023-09-14T03:15:00.250Z"),
      ("Tue, 31 Dec 2023 23:30:00 -0100", "2024-01-01T00:30:00Z"),
    ] as [(String, String?)])
  func readsNames(_ text: String, _ expected: String?) {
    #expect(read(text) == expected)
  }

  @Test(
    "reads hours as Indonesian and Malay say them",
    arguments: [
      ("pukul 9 pagi WIB", "02:00"), ("pukul 09.15 WIB", "02:15"), ("Pkl. 9.15 WITA", "01:15"),
      ("Pukul : 09:15 WIB", "02:15"), ("jam 9 malam WIT", "12:00"), ("pukul 20 WIB", "13:00"),
      ("jam 10", "10:00"), ("pukul 12 siang", "12:00"), ("pukul 2 siang", "14:00"),
      ("pukul 4 sore", "16:00"), ("pukul 3 dini hari", "03:00"), ("pukul 5 subuh", "05:00"),
      ("pukul 1 malam", "01:00"), ("pukul 12.30 malam", "00:30"), ("19:30 malam", "19:30"),
      ("9.15 PTG", "21:15"), ("9:15 PG", "09:15"), ("1 tengah hari", "13:00"),
      ("12.15 tengah hari", "12:15"), ("09:15 Waktu Indonesia Barat", "02:15"),
      ("09:15 Waktu Indonesia Tengah", "01:15"), ("09:15 Waktu Indonesia Timur", "00:15"),
    ])
  func readsSpokenHours(_ hour: String, _ expected: String) {
    #expect(read("Kamis, 14 September 2023 \(hour)") == "2023-09-14T\(expected):00Z")
    #expect(read("\(hour), Kamis 14 September 2023") == "2023-09-14T\(expected):00Z")
  }

  @Test(
    "reads days, zones and signs where they are odd",
    arguments: [
      ("14 September 2023 pukul 12 malam", "2023-09-15T00:00:00Z"),
      ("14 Ogos 2023 12.00 tengah malam", "2023-08-15T00:00:00Z"),
      ("Kamis pagi, 14 September 2023 09:15", "2023-09-14T09:15:00Z"),
      ("Kamis malam, 14 September 2023 21:15 WIB", "2023-09-14T14:15:00Z"),
      ("Bandung, Jawa Barat, 14 September 2023 09.15 WIB", "2023-09-14T02:15:00Z"),
      ("Kalimantan Timur, 14 September 2023 09:15 WIB", "2023-09-14T02:15:00Z"),
      ("Thu, 14 Sep 2023 09:15:30 + 0700", "2023-09-14T02:15:30Z"),
      ("14 Mei 2023 - 0915", "2023-05-14T09:15:00Z"),
      ("2023-09-14T09:15:30,5+07:00", "2023-09-14T02:15:30.500Z"),
      ("14 Mei 2023 09:15:30,123", "2023-05-14T09:15:30.123Z"),
      ("/Date(1694661330000)/", "2023-09-14T03:15:30Z"),
      ("Thu, 14 Sep 2023 09:15:30 0700", nil), ("2 jam yang lalu", nil),
      ("Kamis pukul 9 pagi", nil),
    ] as [(String, String?)])
  func readsOddSigns(_ text: String, _ expected: String?) {
    #expect(read(text) == expected)
  }

  @Test(
    "gives nil for what is no date or does not exist",
    arguments: [
      "", " ", "a while ago", "3 days ago", "kemarin", "now", "null", "-", "0", "1", "99", "123456",
      "Mon, 45 Foo 2006 99:99:99 GMT", "31 Feb 2023", "2023-02-29", "2023-02-31T00:00:00Z",
      "2023-13-01", "2023-00-10", "2023-01-00", "0000-00-00 00:00:00", "0001-01-01T00:00:00Z",
      "0999-12-31", "2023-09-14T25:00:00Z", "2023-09-14T24:01:00Z", "2023-09-14T10:60:00Z",
      "2023-09-14T10:15:61Z", "2023-09-14T10:15:00+19:00", "2023-09-14T10:15:00+07:60", "2023-366",
      "2023-000", "2023-W00-1", "2023-W53-1", "2023-W37-8", "14 September", "Kamis", "10:15",
      "32/01/2023", "14/13/2023", "99999999999999999999", "12345678901234567",
      "http://example.org/2023/09/14",
      "Wali kota membuka 3 pasar pada 14 September 2023 di Bontang",
      "\u{FFFD}\u{FFFD}", "(((((", "T10:15:00Z", "0/0/0",
    ])
  func refuses(_ text: String) {
    #expect(read(text) == nil)
  }

  @Test("survives every mutation of a date")
  func survivesMutations() {
    let seeds = [
      "Mon, 02 Jan 2006 15:04:05 +0700", "2023-09-14T10:15:30.123+07:00", "2023-W37-4",
      "Kamis (14/9/2023) 10.15 WIB", "понедельник, 2 января 2006 г. 15:04:05", "2006年1月2日",
    ]
    var random = SplitMix(state: 7)
    for round in 0..<20_000 {
      var bytes = Array(seeds[round % seeds.count].utf8)
      for _ in 0..<(1 + random.next() % 4) {
        let at = Int(random.next() % UInt64(bytes.count + 1))
        if random.next() % 2 == 0, at < bytes.count {
          bytes[at] = UInt8(truncatingIfNeeded: random.next())
        } else {
          bytes.insert(Array("0123456789:-+.T/(Z ".utf8)[Int(random.next() % 19)], at: at)
        }
      }
      let date = bytes.withUnsafeBufferPointer { FeedDate.parse($0) }
      if let date { #expect((990...10_001).contains(Int(ISO8601.text(date).prefix(4)) ?? 0)) }
    }
  }
}
