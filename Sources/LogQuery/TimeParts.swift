/// The fields of a written time, each with the right number of digits but not yet checked for range.
struct TimeParts: Equatable {
  enum Day: Equatable {
    case today
    case yesterday
    case date(year: Int, month: Int, day: Int)
  }

  var day = Day.today
  var hour = 0
  var minute = 0
  var second = 0
  var nanoseconds: Int64 = 0
  /// Minutes east of UTC, if the text says so; nil: local time.
  var offsetMinutes: Int?

  /// Cuts up `text`: a day, a time of day, or both; an offset only after both.
  ///
  /// - Returns: nil if it has another form.
  init?(parsing text: String) {
    var scanner = DigitScanner(text)
    let hasDay = takeDay(&scanner)
    if hasDay {
      if scanner.isAtEnd { return }
      guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" ") else { return nil }
    }
    guard takeTime(&scanner) else { return nil }
    if !scanner.isAtEnd, case .date = day {
      guard takeOffset(&scanner) else { return nil }
    }
    guard scanner.isAtEnd else { return nil }
  }

  private mutating func takeDay(_ scanner: inout DigitScanner) -> Bool {
    if scanner.skip(word: "today") { return true }
    if scanner.skip(word: "yesterday") {
      day = .yesterday
      return true
    }
    var attempt = scanner
    guard
      let year = attempt.number(digits: 4), attempt.skip("-"), let month = attempt.number(digits: 2),
      attempt.skip("-"), let day = attempt.number(digits: 2)
    else { return false }
    self.day = .date(year: year, month: month, day: day)
    scanner = attempt
    return true
  }

  private mutating func takeTime(_ scanner: inout DigitScanner) -> Bool {
    guard let hour = scanner.number(digits: 2), scanner.skip(":"), let minute = scanner.number(digits: 2)
    else {
      return false
    }
    self.hour = hour
    self.minute = minute
    guard scanner.skip(":") else { return true }
    guard let second = scanner.number(digits: 2) else { return false }
    self.second = second
    guard scanner.skip(".") else { return true }
    guard let fraction = scanner.fraction() else { return false }
    nanoseconds = fraction
    return true
  }

  private mutating func takeOffset(_ scanner: inout DigitScanner) -> Bool {
    if scanner.skip("Z") || scanner.skip("z") {
      offsetMinutes = 0
      return true
    }
    let west = scanner.skip("-")
    guard
      west || scanner.skip("+"), let hours = scanner.number(digits: 2), hours < 24, scanner.skip(":"),
      let minutes = scanner.number(digits: 2), minutes < 60
    else { return false }
    offsetMinutes = (hours * 60 + minutes) * (west ? -1 : 1)
    return true
  }
}
