import PantauConfig
import Testing

@Suite("What the loader says of channels")
struct ChannelMessageTests {
  @Test(
    "of the object",
    arguments: [
      (
        "{}",
        "1:14: error: channels: is empty: alerts would go nowhere. "
          + "Name at least one channel, or leave \"channels\" out for standard output."
      ),
      (
        "[]",
        "1:14: error: channels: is an array, not an object of channels. "
          + "Write an object in braces { }."
      ),
      (
        #"{"a": "stdout"}"#,
        "1:20: error: channels.a: is a string, not a channel. "
          + "Write an object such as {\"type\": \"stdout\"}."
      ),
      (
        #"{"a": {}}"#,
        "1:20: error: channels.a: lacks \"type\". "
          + "Add \"type\", one of stdout, webhook, email, file, exec."
      ),
      (
        #"{"a": {"type": "slack"}}"#,
        "1:29: error: channels.a.type: \"slack\" is not a type of channel. "
          + "Write one of stdout, webhook, email, file, exec."
      ),
      (
        #"{" ": {"type": "stdout"}}"#,
        "1:20: error: channels[\" \"]: a channel needs a name. "
          + "Write letters that can be seen, such as \"newsroom\"."
      ),
      (
        #"{"a": {"type": "stdout"}, "a": {"type": "stdout"}}"#,
        "1:40: error: channels: \"a\" is given twice. Keep one; the first is on line 1."
      ),
    ])
  func object(_ channels: String, _ message: String) {
    let text = TestMachine.whole("\"channels\": \(channels)")
    #expect(TestMachine.problems(text) == ["config.json:\(message)"])
  }

  /// The messages about one channel called `a` that stands alone on line 2, without their place.
  private func said(_ channel: String) -> [String] {
    TestMachine.problems(TestMachine.whole("\"channels\": {\n\"a\": \(channel)}"))
      .map { $0.replacing("config.json:2:", with: "") }
  }

  @Test(
    "of what every channel takes",
    arguments: [
      (
        #""url": "https://a.example""#,
        "25: error: channels.a: unknown key \"url\". Known here: type, keywords, groups, severity, "
          + "events, rate, quietHours, digest, high, retry, acknowledge, then, format."
      ),
      (
        #""format": "slack""#,
        "35: error: channels.a.format: \"slack\" is not a format of lines. Write one of json, text."
      ),
      (
        #""keywords": ["bontang"]"#,
        "38: error: channels.a.keywords[0]: \"bontang\" is not the name of a keyword. "
          + "Write one of Bontang (did you mean \"Bontang\"?)."
      ),
      (
        #""severity": "Low""#,
        "37: error: channels.a.severity: \"Low\" is not a severity. "
          + "Write one of low, normal, high (did you mean \"low\"?)."
      ),
      (
        #""events": ["alert.create"]"#,
        "36: error: channels.a.events[0]: \"alert.create\" is not an event. Write one of "
          + "alert.created, alert.updated, alert.surge, feed.failing, feed.recovered, feed.quiet "
          + "(did you mean \"alert.created\"?)."
      ),
      (
        #""events": ["alert.created", "alert.updated"]"#,
        "53: error: channels.a.events[1]: alert.updated never goes to standard output. "
          + "Take it out; a channel of another type may have it."
      ),
      (
        #""rate": "0/m""#,
        "33: error: channels.a.rate: \"0/m\" is not a rate. "
          + "Write a number from 1 to 100000 and /s, /m or /h, such as \"30/m\"."
      ),
      (
        #""rate": "100001/s""#,
        "33: error: channels.a.rate: \"100001/s\" is not a rate. "
          + "Write a number from 1 to 100000 and /s, /m or /h, such as \"30/m\"."
      ),
      (
        #""rate": 30"#,
        "33: error: channels.a.rate: is a number, not a rate. Write a string such as \"30/m\"."
      ),
      (
        #""quietHours": {"from": "22:00", "to": "06:00", "than": "digest"}"#,
        "72: error: channels.a.quietHours: unknown key \"than\". Did you mean \"then\"?"
      ),
      (
        #""quietHours": {"from": "22:00", "to": "06:00", "then": "all"}"#,
        "80: error: channels.a.quietHours.then: \"all\" is not what follows quiet hours. "
          + "Write one of each, digest."
      ),
      (
        #""digest": "7:30""#,
        "35: error: channels.a.digest: \"7:30\" is not a time of day. "
          + "Write hours and minutes from \"00:00\" to \"23:59\", such as \"07:30\"."
      ),
      (
        #""digest": []"#,
        "35: error: channels.a.digest: is empty. Write times such as [\"07:30\", \"16:00\"]."
      ),
      (
        #""digest": "59s""#,
        "35: error: channels.a.digest: \"59s\" is too short. Write at least \"1m\"."
      ),
      (
        #""digest": "8d""#,
        "35: error: channels.a.digest: \"8d\" is too long. Write at most \"7d\"."
      ),
      (
        #""digest": 5"#,
        "35: error: channels.a.digest: is a number, not a time of day or a duration. "
          + "Write a string such as \"07:30\"."
      ),
      (
        #""digest": "2h", "high": "held""#,
        "49: error: channels.a.high: \"held\" is not what high alerts do. "
          + "Write one of pass, hold (did you mean \"hold\"?)."
      ),
      (
        #""high": "hold""#,
        "25: warning: channels.a.high: has no effect without \"quietHours\" or \"digest\". "
          + "Leave it out."
      ),
      (
        #""retry": []"#,
        "34: error: channels.a.retry: is not a list of 1 to 50 waits. "
          + "Write the waits between attempts, such as [\"5s\", \"1m\", \"5m\"]."
      ),
      (
        #""retry": "5s""#,
        "34: error: channels.a.retry: is not a list of 1 to 50 waits. "
          + "Write the waits between attempts, such as [\"5s\", \"1m\", \"5m\"]."
      ),
      (
        #""retry": ["9ms"]"#,
        "35: error: channels.a.retry[0]: \"9ms\" is too short. Write at least \"10ms\"."
      ),
      (
        #""retry": ["25h"]"#,
        "35: error: channels.a.retry[0]: \"25h\" is too long. Write at most \"1d\"."
      ),
      (
        #""acknowledge": "15m""#,
        "25: error: channels.a.acknowledge: has no effect without \"then\". "
          + "Write both: \"acknowledge\": \"15m\", \"then\": \"CHANNEL\"."
      ),
    ])
  func common(_ member: String, _ message: String) {
    #expect(said("{\"type\": \"stdout\", \(member)}") == [message])
  }

  @Test("of an escalation to itself, where there is no other")
  func escalation() {
    #expect(
      said(#"{"type": "stdout", "acknowledge": "15m", "then": "a"}"#) == [
        "55: error: channels.a.then: \"a\" is not another channel. "
          + "There is none; leave the key out."
      ])
  }

  @Test(
    "of files and programs",
    arguments: [
      (
        #"{"type": "file"}"#,
        "6: error: channels.a: lacks \"path\". Add \"path\": \"/var/log/pantau/alerts.jsonl\"."
      ),
      (
        #"{"type": "exec"}"#,
        "6: error: channels.a: lacks \"command\". Add \"command\": [\"/usr/local/bin/on-alert\"]."
      ),
      (
        #"{"type": "exec", "command": "siarkan --cepat"}"#,
        "34: error: channels.a.command: is not a program with its arguments. Write a list such as "
          + "[\"/usr/local/bin/on-alert\", \"--quiet\"]; no shell reads it."
      ),
      (
        #"{"type": "exec", "command": ["siarkan", 5]}"#,
        "46: error: channels.a.command[1]: is a number, not an argument. "
          + "Write each argument as a string of its own."
      ),
      (
        #"{"type": "exec", "command": ["./siarkan"]}"#,
        "35: error: channels.a.command[0]: there is no file /home/humas/siarkan. Check the path."
      ),
      (
        #"{"type": "exec", "command": ["siarkan"], "timeout": "2h"}"#,
        "58: error: channels.a.timeout: \"2h\" is too long. Write at most \"1h\"."
      ),
    ])
  func filesAndPrograms(_ channel: String, _ message: String) {
    #expect(said(channel) == [message])
  }

  @Test(
    "of mail",
    arguments: [
      (
        #""smtp": "smtps://m.example""#,
        "6: error: channels.a: lacks \"to\". Add \"to\": [\"humas@example.org\"]."
      ),
      (
        #""to": "a@b.example""#,
        "6: error: channels.a: lacks \"smtp\". Add \"smtp\": \"smtps://mail.example.org\"."
      ),
      (
        #""to": ["Humas <a@b.example>"], "smtp": "smtps://m.example""#,
        "31: error: channels.a.to[0]: \"Humas <a@b.example>\" is not a mail address. "
          + "Write one such as \"humas@example.org\"."
      ),
      (
        #""to": "a@b.example", "smtp": "mail.example""#,
        "53: error: channels.a.smtp: \"mail.example\" is not a full URL. "
          + "Write it with its scheme: \"smtps://mail.example\"."
      ),
      (
        #""to": "a@b.example", "smtp": "https://m.example""#,
        "53: error: channels.a.smtp: \"https:\" is not a scheme that serves here. "
          + "Write a URL with smtps: or smtp:."
      ),
      (
        #""to": "a@b.example", "smtp": "smtps://u:p@m.example""#,
        "53: error: channels.a.smtp: holds a login. "
          + "Write it as \"user\" and \"password\" of the channel."
      ),
      (
        #""to": "a@b.example", "smtp": "smtps://m.example", "from": "pantau""#,
        "82: error: channels.a.from: \"pantau\" is not a mail address. "
          + "Write one such as \"humas@example.org\"."
      ),
      (
        #""to": "a@b.example", "smtp": "smtps://m.example", "user": "pantau""#,
        "74: error: channels.a.user: has no effect without \"password\". Write both, or neither."
      ),
      (
        #""to": "a@b.example", "smtp": "smtps://m.example", "startTLS": "maybe""#,
        "86: error: channels.a.startTLS: \"maybe\" is not a use of TLS. "
          + "Write one of require, offered, never."
      ),
      (
        #""to": "a@bücher.example", "smtp": "smtps://m.example""#,
        "30: error: channels.a.to: \"a@bücher.example\" holds letters that not every mail server "
          + "takes. Write the domain in its xn-- form; before the @ use a name in ASCII."
      ),
    ])
  func mail(_ members: String, _ message: String) {
    #expect(said("{\"type\": \"email\", \(members)}") == [message])
  }

  @Test("of a password over a connection in the clear")
  func clearMail() {
    let channel = #"""
      {"type": "email", "to": "a@b.example", "smtp": "smtp://m.example", "startTLS": "never",
      "user": "u", "password": "p"}
      """#
    #expect(
      said(channel) == [
        "73: warning: channels.a.startTLS: sends the password without encryption. "
          + "Write \"require\", or smtps: in \"smtp\".",
        "config.json:3:26: warning: channels.a.password: stands in the clear. Anyone who reads this "
          + "file learns it; write {\"env\": \"NAME\"}, {\"file\": \"PATH\"} or "
          + "{\"credential\": \"NAME\"} instead.",
      ])
  }

  @Test("but not over one that stays on this machine")
  func localMail() {
    let channel = #"""
      {"type": "email", "to": "a@b.example", "smtp": "smtp://localhost", "startTLS": "offered",
      "user": "u", "password": {"env": "KEY"}}
      """#
    #expect(!said(channel).contains { $0.contains("without encryption") })
  }

  @Test(
    "of webhooks",
    arguments: [
      (
        #""format": "slack""#,
        "6: error: channels.a: lacks \"url\". Add \"url\": \"https://hooks.example.org/x\"."
      ),
      (
        #""format": "slak", "url": "https://h.example""#,
        "36: error: channels.a.format: \"slak\" is not a format of webhooks. Write one of standard, "
          + "cloudevents, slack, discord, telegram, ntfy, matrix, teams, mattermost, googlechat, "
          + "pushover, gotify, … (did you mean \"slack\"?)."
      ),
      (
        #""url": "https://h.example""#,
        "6: warning: channels.a: lacks \"secret\": the receiver cannot tell who sends. "
          + "Add \"secret\" with whsec_ and the base64 of 24 to 64 random bytes."
      ),
      (
        #""format": "slack", "url": "hooks.example""#,
        "52: error: channels.a.url: \"hooks.example\" is not a full URL. "
          + "Write it with its scheme: \"https://hooks.example\"."
      ),
      (
        #""format": "slack", "url": "http://h.example""#,
        "52: warning: channels.a.url: alerts travel without encryption. "
          + "Write https: where the receiver has it."
      ),
      (
        #""format": "slack", "url": "https://h.example", "chat": "5""#,
        "73: error: channels.a.chat: does not belong to format slack. "
          + "It is for format telegram: leave it out."
      ),
      (
        #""format": "telegram", "chat": "5""#,
        "6: error: channels.a: lacks \"token\". Add \"token\": {\"credential\": \"NAME\"}."
      ),
      (
        #""format": "matrix", "url": "https://m.example", "token": {"env": "T"}"#,
        "6: error: channels.a: lacks \"room\". Add \"room\": \"!abc:example.org\"."
      ),
      (
        #""url": "https://h.example", "secret": []"#,
        "64: error: channels.a.secret: is empty. Write a secret, or several, the newest first."
      ),
      (
        #""format": "template", "url": "https://h.example""#,
        "6: error: channels.a: lacks \"template\". Add \"template\": {\"file\": \"alert.mustache\"}."
      ),
      (
        #""format": "template", "url": "https://h.example", "template": {"file": "x"}"#,
        "97: error: channels.a.template.file: there is no file /home/humas/x. Check the path."
      ),
      (
        #""format": "ntfy", "url": {"env": "U"}"#,
        "51: error: channels.a.url: what the environment variable U holds is not a URL. "
          + "It should hold one with https: or http:."
      ),
    ])
  func webhooks(_ members: String, _ message: String) {
    var machine = TestMachine.usual
    machine.environment = ["T": "t", "U": "u"]
    let text = TestMachine.whole("\"channels\": {\n\"a\": {\"type\": \"webhook\", \(members)}}")
    #expect(machine.read(text).problems == ["config.json:2:\(message)"])
  }

  @Test(
    "of signing secrets, on both sides of the allowed lengths",
    arguments: [(23, false), (24, true), (64, true), (65, false)])
  func signingSecrets(_ length: Int, _ isGood: Bool) {
    let base64 = Base64.text(length)
    let text = TestMachine.whole(
      #""channels": {"a": {"type": "webhook", "url": "https://h.example", "secret": {"env": "S"}}}"#
    )
    var machine = TestMachine.usual
    for prefix in ["", "whsec_"] {
      machine.environment["S"] = prefix + base64
      #expect(
        machine.read(text).problems
          == (isGood
            ? []
            : [
              "config.json:1:78: error: channels.a.secret: is no secret of Standard Webhooks. "
                + "It should be whsec_ and the base64 of 24 to 64 random bytes, such as "
                + "`echo whsec_$(openssl rand -base64 32)` prints."
            ]))
    }
  }
}

enum Base64 {
  /// The base64 of so many zero bytes.
  static func text(_ length: Int) -> String {
    let (whole, rest) = length.quotientAndRemainder(dividingBy: 3)
    return String(repeating: "AAAA", count: whole) + ["", "AA==", "AAA="][rest]
  }
}
