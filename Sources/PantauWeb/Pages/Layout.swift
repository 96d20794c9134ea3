/// What all pages have around them.
///
/// Links are relative, so that the site works under any path of a reverse proxy.
struct Layout {
  /// The way to the front page: empty, or `../`.
  let root: String

  /// A whole page.
  ///
  /// - Parameters:
  ///   - title: of the window.
  ///   - main: the page's own part, with its `h1`.
  /// - Returns: HTML.
  func page(_ title: String, _ main: HTML) -> String {
    let html: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <link rel="stylesheet" href="\(root)style.css">
      <link rel="icon" href="\(root)icon.svg" type="image/svg+xml">
      </head>
      <body>
      <header><a class="home" href="\(home)">pantau</a></header>
      <main>
      \(main)
      </main>
      </body>
      </html>

      """
    return html.text
  }

  /// The front page from here.
  var home: String { root.isEmpty ? "./" : root }

  /// An answer with a page in it.
  func response(
    _ title: String, _ main: HTML, status: PageStatus = .ok, headers: [FormText.Pair] = []
  ) -> PageResponse {
    PageResponse(
      page(title, main), status: status, type: "text/html; charset=utf-8", headers: headers)
  }

  /// A page that says why there is nothing else.
  ///
  /// - Parameters:
  ///   - status: the answer's.
  ///   - what: the headline.
  ///   - advice: what to do, whole sentences.
  /// - Returns: the answer.
  func problem(_ status: PageStatus, _ what: String, _ advice: String) -> PageResponse {
    response(
      what, "<h1>\(what)</h1>\n<p>\(advice)</p>\n<p><a href=\"\(home)\">All alerts</a></p>",
      status: status)
  }
}
