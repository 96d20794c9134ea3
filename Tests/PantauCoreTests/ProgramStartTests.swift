import Glibc
import PantauCore
import Testing

@Suite("A program that is started")
struct ProgramStartTests {
  /// Runs a script of the shell: its status as waitpid(2) gives it, and its lines.
  private func run(
    _ script: String, _ change: (inout ProgramStart) -> Void = { _ in }
  ) throws -> (status: Int32, lines: [String]) {
    let output = try #require(PipeEnds(waits: true))
    defer { close(output.reading) }
    var start = ProgramStart("sh", ["-c", script, "sh", "$HOME; 'a'"])
    (start.output, start.errors) = (output.writing, output.writing)
    change(&start)
    let process = Result { try start.spawn() }
    close(output.writing)
    var text: [UInt8] = []
    var byte: UInt8 = 0
    while read(output.reading, &byte, 1) == 1 { text.append(byte) }
    var status: Int32 = 0
    #expect(waitpid(try process.get(), &status, 0) > 0)
    return (status, String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init))
  }

  @Test("gets its arguments as written, its environment and its folder")
  func surroundings() throws {
    let ended = try run(#"echo "$1"; echo "$KOTA"; echo "$USER$HOME"; pwd"#) {
      $0.environment = ["KOTA": "Bontang = kota", "PATH": "/usr/bin:/bin"]
      $0.folder = "/usr"
    }
    #expect(ended.lines == ["$HOME; 'a'", "Bontang = kota", "/usr"])
    #expect(ended.status == 0)
  }

  @Test("gets this process's environment and folder where none is named")
  func ownSurroundings() throws {
    let path = try #require(getenv("PATH"))
    let folder = try #require(getcwd(nil, 0))
    defer { free(folder) }
    #expect(
      try run(#"echo "$PATH"; pwd -P"#).lines
        == [String(cString: path), String(cString: folder)])
  }

  @Test("gets no open file but its three, however high their numbers are")
  func files() throws {
    let high = fcntl(STDOUT_FILENO, F_DUPFD, 900)
    try #require(high >= 900)
    defer { close(high) }
    // The last is that of `ls` itself.
    #expect(try run("ls /proc/self/fd").lines == ["0", "1", "2", "3"])
  }

  @Test("has no input, and says nothing to anybody, where no descriptor is named")
  func noStreams() throws {
    #expect(try run("cat; echo end").lines == ["end"])
    let mute = try run("echo lost; echo lost >&2; exit 3") { ($0.output, $0.errors) = (nil, nil) }
    #expect(mute.lines == [])
    #expect(mute.status == 3 << 8)
  }

  @Test("has no signal blocked or ignored, and is the head of its own group")
  func signals() throws {
    var blocked = sigset_t()
    var before = sigset_t()
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGUSR1)
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
    let handler = signal(SIGUSR2, SIG_IGN)
    defer {
      pthread_sigmask(SIG_SETMASK, &before, nil)
      signal(SIGUSR2, handler)
    }
    // Read by the program itself: a shell blocks signals while it starts another.
    let lines = try run("exec grep -E '^Sig(Blk|Ign)' /proc/self/status").lines
    let masks = lines.map { UInt64($0.suffix(16), radix: 16) }
    // glibc has two signals of its own, 32 and 33, ignored in whatever it spawns.
    #expect(masks.map { $0.map { $0 & ~(3 << 31) } } == [0, 0])
    let numbers = try run("exec cut -d' ' -f1,5 /proc/self/stat").lines.first?.split(separator: " ")
    #expect(numbers?.count == 2 && numbers?.first == numbers?.last)
  }

  @Test("that is not there is told with its errno")
  func missing() {
    let failure = #expect(throws: ProgramStart.Failure.self) {
      try ProgramStart("/usr/bin/tidak-ada", []).spawn()
    }
    #expect(failure?.code == ENOENT)
  }
}
