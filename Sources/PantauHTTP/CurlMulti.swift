import CCurl

/// Owns the multi handle: many hops at once on the fetch thread.
///
/// libcurl says which sockets it waits for and when, and is called for one socket at a time: of answers
/// that come together each is finished before the next one is read.
final class CurlMulti {
  /// A hop that has ended.
  struct Finished {
    let easy: CurlEasy
    /// Nil when libcurl is content.
    let failure: TransferError?
  }

  /// Lets other threads interrupt ``wait(atMost:isResting:)``.
  let waker: FetchWaker
  private let handle: UnsafeMutableRawPointer
  private let watch: SocketWatch
  private var active: [UnsafeMutableRawPointer: CurlEasy] = [:]

  /// Nil when libcurl cannot be set up, or no file descriptor is left.
  init?(maxConnections: Int) {
    guard CurlMulti.libraryIsReady, let waker = FetchWaker(), let handle = curl_multi_init() else {
      return nil
    }
    (self.waker, self.handle) = (waker, handle)
    watch = SocketWatch(waker)
    // `watch` outlives the handle, which is freed in `deinit`.
    let context = Unmanaged.passUnretained(watch).toOpaque()
    let codes = [
      pantau_curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, maxConnections),
      pantau_curl_multi_set_socket(handle, noteSocket, context),
      pantau_curl_multi_set_timer(handle, noteTimer, context),
    ]
    guard codes.allSatisfy({ $0 == CURLM_OK }) else { return nil }
  }

  deinit {
    for easy in active.values { curl_multi_remove_handle(handle, easy.handle) }
    curl_multi_cleanup(handle)
  }

  var transfers: some Collection<CurlEasy> { active.values }
  var count: Int { active.count }

  /// Starts a prepared hop.
  func add(_ easy: CurlEasy) throws(TransferError) {
    guard curl_multi_add_handle(handle, easy.handle) == CURLM_OK else {
      throw easy.failure(CURLE_OUT_OF_MEMORY)
    }
    active[easy.handle] = easy
  }

  /// Ends a hop early.
  func remove(_ easy: CurlEasy) {
    curl_multi_remove_handle(handle, easy.handle)
    active[easy.handle] = nil
  }

  /// Moves what libcurl's own timers are due for: new hops, and those out of time.
  func runTimers() {
    guard let deadline = watch.deadline, deadline <= .now else { return }
    watch.deadline = nil
    act(on: CURL_SOCKET_TIMEOUT, 0)
  }

  /// Moves the hops of the next socket that is ready; false where there is none.
  func moveNext() -> Bool {
    guard let ready = watch.next() else { return false }
    act(
      on: ready.socket,
      (ready.canRead ? CURL_CSELECT_IN : 0) | (ready.canWrite ? CURL_CSELECT_OUT : 0))
    return true
  }

  private func act(on socket: curl_socket_t, _ events: Int32) {
    var running: Int32 = 0
    // Failures of single transfers come as messages; others than these show as timeouts.
    _ = curl_multi_socket_action(handle, socket, events, &running)
  }

  /// The next hop that has ended, taken off the multi handle.
  func nextFinished() -> Finished? {
    var left: Int32 = 0
    while let message = curl_multi_info_read(handle, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle,
        let easy = active[pointer]
      else { continue }
      // The message is gone once the handle is removed.
      let code = pantau_curl_message_result(message)
      let failure = code == CURLE_OK ? nil : easy.failure(code)
      remove(easy)
      return Finished(easy: easy, failure: failure)
    }
    return nil
  }

  /// Waits for sockets, for libcurl's own timers, or for the waker; at rest for the waker alone.
  func wait(atMost milliseconds: Int32, isResting: Bool) {
    watch.wait(atMost: milliseconds, isResting: isResting)
  }

  /// Whether libcurl could be set up, which happens once in a process.
  static let libraryIsReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}

// The context of both is the `SocketWatch` of the multi handle, which keeps it alive.

private let noteSocket: curl_socket_callback = { _, socket, what, context, _ in
  guard let context else { return -1 }
  // CURL_POLL_NONE and CURL_POLL_REMOVE have neither bit.
  Unmanaged<SocketWatch>.fromOpaque(context)._withUnsafeGuaranteedRef {
    $0.set(socket, reads: what & CURL_POLL_IN != 0, writes: what & CURL_POLL_OUT != 0)
  }
  return 0
}

private let noteTimer: curl_multi_timer_callback = { _, milliseconds, context in
  guard let context else { return -1 }
  Unmanaged<SocketWatch>.fromOpaque(context)._withUnsafeGuaranteedRef {
    $0.deadline = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
  }
  return 0
}
