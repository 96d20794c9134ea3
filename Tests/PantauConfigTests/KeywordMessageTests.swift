import PantauConfig
import PantauCore
import Testing

@Suite("What the loader says of keywords")
struct KeywordMessageTests {
  @Test(
    "of the list",
    arguments: [
      (
        "[]",
        "1:14: error: keywords: is empty: nothing would ever alert. "
          + "Write at least one keyword, such as [\"Bontang\"]."
      ),
      (
        "\"Bontang\"",
        "1:14: error: keywords: is a string, not a list of keywords. "
          + "Write a list such as [\"Bontang\"]."
      ),
      (
        "[true]",
        "1:15: error: keywords[0]: is true or false, not a keyword. "
          + "Write its query as a string, or an object with \"query\"."
      ),
      (
        "[\"\"]",
        "1:15: error: keywords[0]: is empty. "
          + "Write a string such as \"Bontang\", or leave the key out."
      ),
      (
        "[{\"name\": \"x\"}]",
        "1:15: error: keywords[0]: lacks \"query\". Add \"query\": \"Bontang\"."
      ),
      (
        "[\"Bontang\", {\"name\": \"Bontang\", \"query\": \"x\"}]",
        "1:35: error: keywords[1].name: the name \"Bontang\" is taken by the keyword of line 1. "
          + "Names are unique (a keyword without one is named by its query): write another \"name\"."
      ),
      (
        "[\"wali (kota\"]",
        "1:21: error: keywords[0]: the bracket is not closed. Add a )."
      ),
      (
        #"["\"wali\" \u00e9\ud83d\ude00\n(kota"]"#,
        "1:45: error: keywords[0]: the bracket is not closed. Add a )."
      ),
      (
        "[\"banjir and bontang\"]",
        "1:23: warning: keywords[0]: \"and\" is a word here. Write AND for both."
      ),
    ])
  func list(_ list: String, _ message: String) {
    let text = TestMachine.whole("\"keywords\": \(list)")
    #expect(TestMachine.problems(text) == ["config.json:\(message)"])
  }

  @Test(
    "of a keyword's keys",
    arguments: [
      (
        #""severty": "high""#,
        "1:32: error: keywords[0]: unknown key \"severty\". Did you mean \"severity\"?"
      ),
      (
        #""severity": "urgent""#,
        "1:44: error: keywords[0].severity: \"urgent\" is not a severity. "
          + "Write one of low, normal, high."
      ),
      (
        #""severity": 1"#,
        "1:44: error: keywords[0].severity: is a number, not a severity. "
          + "Write a string such as \"low\"."
      ),
      (
        #""channels": ["stdot"]"#,
        "1:45: error: keywords[0].channels[0]: \"stdot\" is not a channel of this configuration. "
          + "Write one of stdout (did you mean \"stdout\"?)."
      ),
      (
        #""channels": []"#,
        "1:44: error: keywords[0].channels: is empty. "
          + "Write a list such as [\"stdout\"], or leave the key out."
      ),
      (
        #""groups": ["kaltim"]"#,
        "1:43: error: keywords[0].groups[0]: no feed has a group. "
          + "Give feeds a \"group\", or leave \"groups\" out."
      ),
      (
        #""fields": ["judul"]"#,
        "1:43: error: keywords[0].fields[0]: \"judul\" is not a field. "
          + "Write one of title, summary, content, author, category, url."
      ),
      (
        #""languages": ["indonesian"]"#,
        "1:46: error: keywords[0].languages[0]: \"indonesian\" is not a language. "
          + "Write its code of two or three letters, such as \"id\" or \"en\"."
      ),
      (
        #""language": "jv""#,
        "1:44: error: keywords[0].language: \"jv\" is not a language with a stemmer. Write one of "
          + "ar, ca, da, de, el, en, es, eu, fi, fr, ga, hi, … (did you mean \"sv\"?)."
      ),
      (
        #""clitics": 1"#,
        "1:43: error: keywords[0].clitics: is a number, not true or false. "
          + "Write true or false, without quotes."
      ),
      (
        #""hours": "siang""#,
        "1:41: error: keywords[0].hours: is a string, not hours. Write an object in braces { }."
      ),
      (
        #""hours": {"from": "06:00"}"#,
        "1:41: error: keywords[0].hours: lacks \"to\". "
          + "Write {\"from\": \"22:00\", \"to\": \"06:00\"}."
      ),
      (
        #""hours": {"from": "6:00", "to": "18:00"}"#,
        "1:50: error: keywords[0].hours.from: \"6:00\" is not a time of day. "
          + "Write hours and minutes from \"00:00\" to \"23:59\", such as \"07:30\"."
      ),
      (
        #""hours": {"from": "06:00", "to": "24:00"}"#,
        "1:65: error: keywords[0].hours.to: \"24:00\" is not a time of day. "
          + "Write hours and minutes from \"00:00\" to \"23:59\", such as \"07:30\"."
      ),
      (
        #""hours": {"from": "06:00", "to": "06:00"}"#,
        "1:65: error: keywords[0].hours.to: \"from\" and \"to\" are both 06:00. "
          + "Write two different times."
      ),
      (
        #""until": "31-12-2027""#,
        "1:41: error: keywords[0].until: \"31-12-2027\" is not a date. "
          + "Write year, month and day, such as \"2027-12-31\"."
      ),
      (
        #""until": "2027-02-29""#,
        "1:41: error: keywords[0].until: \"2027-02-29\" is not a date. "
          + "Write year, month and day, such as \"2027-12-31\"."
      ),
      (
        #""for": 5"#,
        "1:39: error: keywords[0].for: is a number, not text. "
          + "Write a string such as \"asked for by the press office\"."
      ),
      (
        #""meanings": {}"#,
        "1:44: error: keywords[0].meanings: is empty. "
          + "Write {\"NAME\": \"QUERY\", …}, or leave the key out."
      ),
      (
        #""meanings": {"unclear": "x"}"#,
        "1:56: error: keywords[0].meanings.unclear: a meaning cannot be called \"unclear\". "
          + "\"unclear\" stands for no meaning in particular: write another name."
      ),
      (
        #""meanings": {"UN": "(dunia"}"#,
        "1:52: error: keywords[0].meanings.UN: the bracket is not closed. Add a )."
      ),
      (
        #""meanings": {"UN": "dunia"}, "alertOn": ["un", "unclear"]"#,
        "1:73: error: keywords[0].alertOn[0]: \"un\" is not a meaning of this keyword. "
          + "Write one of UN, unclear (did you mean \"UN\"?)."
      ),
      (
        #""meanings": {"UN": "dunia"}, "alertOn": ["UN"]"#,
        "1:61: warning: keywords[0].alertOn: leaves out \"unclear\": an item whose meaning is in "
          + "doubt raises nothing. Add \"unclear\" unless that is meant."
      ),
      (
        #""alertOn": ["unclear"]"#,
        "1:32: error: keywords[0].alertOn: has no \"meanings\" to choose from. "
          + "Add \"meanings\", or leave \"alertOn\" out."
      ),
    ])
  func keys(_ member: String, _ message: String) {
    let text = TestMachine.whole(#""keywords": [{"query": "PBB", \#(member)}]"#)
    #expect(TestMachine.problems(text) == ["config.json:\(message)"])
  }

  @Test("of feeds and groups that are none")
  func scope() {
    let text = """
      {"feeds": [{"url": "https://a.example/rss", "name": "Kaltim Post", "group": "kaltim"}],
       "keywords": [{"query": "x", "feeds": ["Kaltin Post"], "groups": ["kaltym"]}],
       "polling": {"contact": "a@b.example"}}
      """
    #expect(
      TestMachine.problems(text) == [
        "config.json:2:40: error: keywords[0].feeds[0]: \"Kaltin Post\" is not the name or URL of a "
          + "feed. Write one of Kaltim Post, https://a.example/rss (did you mean \"Kaltim Post\"?).",
        "config.json:2:67: error: keywords[0].groups[0]: \"kaltym\" is not the group of a feed. "
          + "Write one of kaltim (did you mean \"kaltim\"?).",
      ])
  }

  @Test("of feeds and groups that exclude each other")
  func deaf() {
    let text = """
      {"feeds": [{"url": "https://a.example", "name": "A"}, {"url": "https://b.example", "group": "g"}],
       "keywords": [{"query": "x", "feeds": ["A"], "groups": ["g"]}, {"query": "y", "feeds": ["A"]}],
       "polling": {"contact": "a@b.example"}}
      """
    #expect(
      TestMachine.problems(text) == [
        "config.json:2:15: warning: keywords[0]: none of its \"feeds\" is in one of its \"groups\": "
          + "it can match nothing. Leave one of the two out."
      ])
  }

  @Test("advice that is a clause becomes a sentence")
  func clause() {
    var machine = TestMachine.usual
    machine.checkQuery = { _, _, _ in
      [QueryFinding(what: "x", advice: "write y", offset: 0, isError: true)]
    }
    #expect(
      machine.read(TestMachine.whole("")).problems == [
        "config.json:1:52: error: keywords[0]: x. Write y."
      ])
  }

  @Test("until warns from two days after, whatever the zone")
  func until() {
    let text = TestMachine.whole(#""keywords": [{"query": "PBB", "until": "2026-11-22"}]"#)
    let problems = { (day: Int) in
      var machine = TestMachine.usual
      machine.today = CivilDay(year: 2026, month: 11, day: day)
      return machine.read(text).problems
    }
    #expect(problems(23) == [])
    #expect(
      problems(24) == [
        "config.json:1:41: warning: keywords[0].until: 2026-11-22 has passed: "
          + "the keyword raises nothing any more. Remove the keyword, or write a later date."
      ])
  }

  @Test("a log that tells the severity itself gets the rest")
  func unrated() throws {
    let text = TestMachine.whole(#""keywords": [{"query": "PBB", "until": "2026-11-22"}]"#)
    var machine = TestMachine.usual
    machine.today = CivilDay(year: 2026, month: 11, day: 24)
    let warning = try #require(machine.read(text).loaded?.warnings.first)
    #expect(warning.unrated.hasPrefix("config.json:1:41: keywords[0].until: 2026-11-22 has"))
  }

  @Test("a keyword that no channel takes is named")
  func unheard() {
    let text = TestMachine.whole(
      #""channels": {"desk": {"type": "stdout", "severity": "high"}}"#)
    #expect(
      TestMachine.problems(text) == [
        "config.json:1:113: warning: keywords[0]: no channel takes alerts of \"Bontang\": they stand "
          + "in the log only. Check the channels' \"keywords\", \"severity\" and \"events\"."
      ])
  }
}
