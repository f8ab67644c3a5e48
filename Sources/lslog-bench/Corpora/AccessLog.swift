internal import LogWire

/// The access log of a web server in the combined format: a few busy clients and pages, and now and then a spell of errors.
///
/// Source: https://httpd.apache.org/docs/2.4/logs.html#combined
struct AccessLog: TextSource {
  private static let agents = Ranked([
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "kube-probe/1.30", "curl/8.8.0", "python-requests/2.32.3", "Go-http-client/2.0",
    "ExampleBot/2.1 (+https://bot.example/about)",
  ])
  private static let pages = Ranked(
    [
      "/", "/healthz", "/login", "/cart", "/search", "/static/app.3f2a91.js", "/static/site.css",
      "/favicon.ico",
    ]
      + MadeWords.make(250, seed: 21).enumerated().map { index, word in
        index % 3 == 0 ? "/products/\(word)" : index % 3 == 1 ? "/img/\(word).webp" : "/blog/2026/\(word)"
      })

  private let clients: Ranked<String>
  private var dice: Dice
  /// How many lines the present spell of errors goes on.
  private var troubled = 0

  init(seed: UInt64) {
    dice = Dice(seed: seed)
    var dice = Dice(seed: seed + 1)
    clients = Ranked((0..<4000).map { _ in dice.address() }, skew: 0.9)
  }

  mutating func line(at time: Timestamp) -> String {
    let text = TimeText(time)
    let status = status()
    let size = status == 304 ? 0 : dice.isOne(in: 3) ? dice.within(200...90_000) : 612
    let referrer = dice.isOne(in: 3) ? "https://shop.example\(Self.pages.pick(&dice))" : "-"
    return "\(clients.pick(&dice)) - \(dice.isOne(in: 8) ? "user\(dice.below(300))" : "-") "
      + "[\(text.day)/\(text.month)/\(text.year):\(text.clock) +0000] \"\(request())\" \(status) \(size) "
      + "\"\(referrer)\" \"\(Self.agents.pick(&dice))\""
  }

  private mutating func request() -> String {
    switch dice.below(20) {
    case 0..<3: "POST /api/v2/orders/\(dice.within(100_000...999_999))/items HTTP/1.1"
    case 3..<6: "GET /search?q=\(MadeWords.vocabulary[dice.below(3000)])&page=\(dice.within(1...9)) HTTP/1.1"
    default: "GET \(Self.pages.pick(&dice)) HTTP/1.1"
    }
  }

  private mutating func status() -> Int {
    if dice.isOne(in: 5000) { troubled = dice.within(50...400) }
    if troubled > 0 {
      troubled -= 1
      if dice.isOne(in: 2) { return dice.pick([500, 502, 502, 503, 504]) }
    }
    return dice.pick([200, 200, 200, 200, 200, 200, 200, 200, 201, 204, 304, 304, 301, 302, 404, 403])
  }
}
