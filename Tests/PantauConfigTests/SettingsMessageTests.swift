import PantauConfig
import Testing

@Suite("What the loader says of settings")
struct SettingsMessageTests {
  /// The messages about members on line 2, without their place.
  private func said(_ members: String) -> [String] {
    TestMachine.problems(TestMachine.whole("\n" + members))
      .map { $0.replacing("config.json:2:", with: "") }
  }

  @Test(
    "of alerts, retention, zone and the rest",
    arguments: [
      (
        #""alerts": 5"#,
        "11: error: alerts: is a number, not an object of settings. "
          + "Write an object in braces { }."
      ),
      (
        #""alerts": {"maxage": "7d"}"#,
        "12: error: alerts: unknown key \"maxage\". Did you mean \"maxAge\"?"
      ),
      (
        #""alerts": {"maxAge": 7}"#,
        "22: error: alerts.maxAge: is a number, not a duration. Write a string such as \"7d\"."
      ),
      (
        #""alerts": {"copies": "silent"}"#,
        "22: error: alerts.copies: \"silent\" is not what copies do. "
          + "Write one of quiet, alert."
      ),
      (
        #""retention": {"items": "ever"}"#,
        "24: error: retention.items: \"ever\" is neither a duration nor \"forever\". "
          + "Write a whole number with h, d or w, such as \"180d\", or \"forever\"."
      ),
      (
        #""retention": {"items": "23h"}"#,
        "24: error: retention.items: \"23h\" is too short. Write at least \"1d\"."
      ),
      (
        #""retention": {"alerts": 5}"#,
        "25: error: retention.alerts: is a number, not a duration. "
          + "Write a string such as \"180d\"."
      ),
      (
        #""retention": {"maxSize": "9MB"}"#,
        "26: error: retention.maxSize: \"9MB\" is too small. Write at least \"10MB\"."
      ),
      (
        #""retention": {"maxSize": "2 GB"}"#,
        "26: error: retention.maxSize: \"2 GB\" is not a size. "
          + "Write a whole number with B, KB, MB or GB, such as \"2GB\"."
      ),
      (
        #""retention": {"maxSize": 2000000000}"#,
        "26: error: retention.maxSize: is a number, not a size. Write a string such as \"2GB\"."
      ),
      (
        #""zone": "Asia/Samarinda""#,
        "9: error: zone: \"Asia/Samarinda\" is not a time zone of the IANA database. Write one such "
          + "as \"Asia/Makassar\" (`timedatectl list-timezones` lists them)."
      ),
      (
        #""zone": "../zoneinfo/Asia/Makassar""#,
        "9: error: zone: \"../zoneinfo/Asia/Makassar\" is not a time zone of the IANA database. "
          + "Write one such as \"Asia/Makassar\" (`timedatectl list-timezones` lists them)."
      ),
      (
        #""database": """#,
        "13: error: database: is empty. "
          + "Write a string such as \"pantau.sqlite3\", or leave the key out."
      ),
      (
        #""database": {}"#,
        "13: error: database: is an object, not a path. "
          + "Write a string such as \"pantau.sqlite3\"."
      ),
      (
        #""web": {}"#,
        "8: error: web: lacks \"listen\". Add \"listen\": \"127.0.0.1:8710\"."
      ),
      (
        #""web": {"listen": "8710"}"#,
        "19: error: web.listen: \"8710\" is not an address and a port. "
          + "Write an address and a port, such as \"127.0.0.1:8710\" or \"[::1]:8710\"."
      ),
      (
        #""web": {"listen": "127.0.0.256:8710"}"#,
        "19: error: web.listen: \"127.0.0.256:8710\" is not an address and a port. "
          + "Write an address and a port, such as \"127.0.0.1:8710\" or \"[::1]:8710\"."
      ),
      (
        #""web": {"listen": "0.0.0.0:8710"}"#,
        "19: warning: web.listen: anyone who reaches this address reads the alerts. "
          + "Write 127.0.0.1 and put a web server with a login before it, unless that is meant."
      ),
      (
        #""web": {"listen": "[::1]:0", "publicURL": "pantau.example"}"#,
        "43: error: web.publicURL: \"pantau.example\" is not a full URL. "
          + "Write it with its scheme: \"https://pantau.example\"."
      ),
      (
        #""$schema": 5"#,
        "12: error: $schema: is a number, not text. "
          + "Write a string such as \"config.schema.json\"."
      ),
    ])
  func settings(_ members: String, _ message: String) {
    #expect(said(members) == [message])
  }

  @Test(
    "of polling",
    arguments: [
      (
        #""minInterval": "500ms""#,
        "54: error: polling.minInterval: \"500ms\" is too short. Write at least \"1s\"."
      ),
      (
        #""maxInterval": "31d""#,
        "54: error: polling.maxInterval: \"31d\" is too long. Write at most \"30d\"."
      ),
      (
        #""minInterval": "7h""#,
        "54: error: polling.minInterval: minInterval, \"7h\", is longer than maxInterval, \"6h\". "
          + "Write a minInterval that is at most maxInterval."
      ),
      (
        #""maxInterval": "1m""#,
        "54: error: polling.maxInterval: minInterval, \"5m\", is longer than maxInterval, \"1m\". "
          + "Write a minInterval that is at most maxInterval."
      ),
      (
        #""requestsPerHour": 0"#,
        "58: error: polling.requestsPerHour: 0 is too small. Write at least 1."
      ),
      (
        #""requestsPerHour": 1.5"#,
        "58: error: polling.requestsPerHour: 1.5 is not a whole number. "
          + "Write a number such as 200."
      ),
      (
        #""requestsPerHour": "200""#,
        "58: error: polling.requestsPerHour: is a string, not a whole number. "
          + "Write a number such as 200, without quotes."
      ),
      (
        #""concurrency": 10001"#,
        "54: error: polling.concurrency: 10001 is too large. Write at most 10000."
      ),
      (
        #""perHost": 1001"#,
        "50: error: polling.perHost: 1001 is too large. Write at most 1000."
      ),
      (
        #""hostGap": "61m""#,
        "50: error: polling.hostGap: \"61m\" is too long. Write at most \"1h\"."
      ),
      (
        #""timeout": "601s""#,
        "50: error: polling.timeout: \"601s\" is too long. Write at most \"10m\"."
      ),
      (
        #""maxBody": "999B""#,
        "50: error: polling.maxBody: \"999B\" is too small. Write at least \"1KB\"."
      ),
      (
        #""maxBody": "2GB""#,
        "50: error: polling.maxBody: \"2GB\" is too large. Write at most \"1GB\"."
      ),
      (
        #""userAgent": "kota\n""#,
        "52: error: polling.userAgent: holds characters that no User-Agent can carry. "
          + "Write printable ASCII only."
      ),
      (
        #""allowPrivateAddresses": "no""#,
        "64: error: polling.allowPrivateAddresses: is a string, not true or false. "
          + "Write true or false, without quotes."
      ),
      (
        #""proxy": "proxy.example:3128""#,
        "48: error: polling.proxy: \"proxy.example:3128\" is not a full URL. "
          + "Write it with its scheme: \"http://proxy.example:3128\"."
      ),
    ])
  func polling(_ member: String, _ message: String) {
    #expect(said(#""polling": {"contact": "a@b.example", \#(member)}"#) == [message])
  }

  @Test("of a contact that is none")
  func contact() {
    #expect(
      said(#""polling": {"contact": "humas"}"#) == [
        "24: error: polling.contact: \"humas\" is neither an http(s) URL nor a mail address. "
          + "Write one such as \"https://example.org/bot\" or \"you@example.org\"."
      ])
  }

  @Test("of the contact that stands for none")
  func defaultContact() {
    #expect(
      said(#""polling": {"contact": "https://pantau.example"}"#) == [
        "24: warning: polling.contact: leads to nobody. Servers' people want to know whose requests "
          + "these are: write your http(s) URL or mail address."
      ])
    #expect(said(#""polling": {"contact": "https://pantau.example", "userAgent": "x"}"#) == [])
  }

  @Test("of a machine without time zones")
  func noZones() {
    let text = TestMachine.whole(#""zone": "Asia/Makassar""#)
    #expect(
      TestMachine().read(text).problems == [
        "config.json:1:10: error: zone: this machine has no time zones "
          + "(/usr/share/zoneinfo is missing). Install the package tzdata."
      ])
  }

  @Test(
    "nothing of values at either end of their range",
    arguments: [
      #""polling": {"minInterval": "1s", "maxInterval": "1s", "contact": "a@b.example"}"#,
      #""polling": {"minInterval": "30d", "maxInterval": "30d", "contact": "https://a.example"}"#,
      #""polling": {"requestsPerHour": 1, "concurrency": 1, "perHost": 1, "hostGap": "0s", "timeout": "1s", "maxBody": "1KB", "userAgent": "x"}"#,
      #""polling": {"requestsPerHour": 100000000, "concurrency": 10000, "perHost": 1000, "hostGap": "1h", "timeout": "10m", "maxBody": "1GB", "userAgent": "x"}"#,
      #""polling": {"contact": "a@b.example", "proxy": null, "requestsPerHour": null}"#,
      #""polling": {"contact": "a@b.example", "proxy": "socks5h://10.0.0.1:1080"}"#,
      #""feeds": [{"url": "https://a.example", "interval": "1s"}, {"url": "https://b.example", "interval": "30d"}]"#,
      #""alerts": {"maxAge": "0s", "copies": "alert"}"#,
      #""retention": {"items": "1d", "alerts": "36500d", "maxSize": "10MB"}"#,
      #""retention": {"items": "forever", "alerts": "forever"}"#,
      #""web": {"listen": "[::1]:65535", "publicURL": "https://p.example/"}"#,
      #""web": {"listen": "localhost:0"}"#,
      #""web": null"#,
      #""channels": {"a": {"type": "stdout", "rate": "1/s", "retry": ["10ms", "1d"], "digest": "1m"}}"#,
      #""channels": {"a": {"type": "stdout", "rate": "100000/h", "digest": "7d"}}"#,
      #""channels": {"a": {"type": "stdout", "digest": ["23:59", "00:00"], "high": "hold"}}"#,
      #""channels": {"a": {"type": "exec", "command": ["siarkan", ""], "timeout": "1s"}}"#,
      #""channels": {"a": {"type": "exec", "command": ["/usr/local/bin/siarkan"], "timeout": "1h"}}"#,
    ])
  func good(_ members: String) {
    #expect(said(members) == [])
  }
}
