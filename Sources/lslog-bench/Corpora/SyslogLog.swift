internal import LogWire

/// System messages: RFC 3164 in every other container, RFC 5424 in the rest; sshd, cron, the kernel, systemd and others.
struct SyslogLog: TextSource {
  private static let hosts = ["web-01", "web-02", "db-01", "gate"]
  private static let units = Ranked([
    "logrotate", "apt-daily", "fstrim", "man-db", "certbot", "backup", "nginx",
  ])
  private static let users = Ranked([
    "root", "admin", "deploy", "test", "oracle", "git", "ubuntu", "postgres",
  ])

  private let attackers: Ranked<String>
  private let isRFC5424: Bool
  private var dice: Dice

  init(seed: UInt64) {
    var dice = Dice(seed: seed)
    isRFC5424 = seed.isMultiple(of: 2)
    attackers = Ranked((0..<600).map { _ in dice.address() })
    self.dice = dice
  }

  mutating func line(at time: Timestamp) -> String {
    let text = TimeText(time)
    let (program, priority, message) = event()
    let (host, process) = (dice.pick(Self.hosts), dice.within(300...32_000))
    if isRFC5424 {
      return
        "<\(priority)>1 \(text.date)T\(text.clock).\(text.microseconds)Z \(host) \(program) \(process) - - \(message)"
    }
    let tag = program == "kernel" ? "kernel" : "\(program)[\(process)]"
    return "<\(priority)>\(text.month) \(text.day) \(text.clock) \(host) \(tag): \(message)"
  }

  private mutating func event() -> (program: String, priority: Int, message: String) {
    switch dice.below(20) {
    case 0..<9: ("sshd", 38, sshd())
    case 9..<12: ("systemd", 30, systemd())
    case 12..<15:
      ("cron", 78, "(\(Self.users.pick(&dice))) CMD (/usr/local/bin/\(Self.units.pick(&dice)) --quiet)")
    case 15..<18: ("kernel", 4, kernel())
    case 18:
      ("postfix/smtpd", 22, "\(dice.hex(11).uppercased()): client=unknown[\(attackers.pick(&dice))]")
    default:
      ("sudo", 86, "deploy : TTY=pts/0 ; PWD=/srv/app ; USER=root ; COMMAND=/usr/bin/systemctl restart nginx")
    }
  }

  private mutating func sshd() -> String {
    let end = "from \(attackers.pick(&dice)) port \(dice.within(1024...65_535))"
    switch dice.below(5) {
    case 0: return "Accepted publickey for deploy \(end) ssh2: ED25519 SHA256:\(dice.hex(16))\(dice.hex(16))"
    case 1: return "Connection closed by authenticating user root \(end) [preauth]"
    case 2: return "Invalid user \(Self.users.pick(&dice)) \(end)"
    default: return "Failed password for invalid user \(Self.users.pick(&dice)) \(end) ssh2"
    }
  }

  private mutating func systemd() -> String {
    let unit = Self.units.pick(&dice)
    return dice.pick([
      "Started \(unit).service.", "Starting \(unit).service...", "\(unit).service: Deactivated successfully.",
      "\(unit).service: Consumed \(dice.within(1...59)).\(dice.below(1000))s CPU time.",
    ])
  }

  private mutating func kernel() -> String {
    let stamp = "[\(dice.within(1000...99_999)).\(dice.within(100_000...999_999))]"
    if dice.isOne(in: 30) {
      return
        "\(stamp) Out of memory: Killed process \(dice.within(300...32_000)) (java) total-vm:\(dice.below(9_000_000))kB"
    }
    return
      "\(stamp) [UFW BLOCK] IN=eth0 OUT= MAC=\(dice.hex(12)) SRC=\(attackers.pick(&dice)) DST=192.0.2.10 "
      + "LEN=\(dice.pick([40, 44, 60])) TTL=\(dice.within(40...250)) ID=\(dice.below(65_536)) PROTO=TCP "
      + "SPT=\(dice.within(1024...65_535)) DPT=\(dice.pick([22, 22, 23, 80, 443, 3389, 8080])) SYN"
  }
}
