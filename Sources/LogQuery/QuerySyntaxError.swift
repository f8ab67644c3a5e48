internal import LineContent

/// A query that can't be understood: what is wrong, where, and what to write instead.
package struct QuerySyntaxError: Error, Sendable, Equatable {
  /// What is wrong with a query.
  package enum Reason: Sendable, Equatable {
    case tooLong
    case tooDeep
    case unclosedQuote
    case emptyQuotes
    case unknownEscape
    case quoteInsideWord
    case unclosedParenthesis
    case unopenedParenthesis
    case emptyParentheses
    case parenthesisInsideWord
    case nothingBefore(operator: String)
    case nothingAfter(operator: String)
    case loneMinus
    case repeatedMinus
    case starInside(word: String)
    case starAlone
    case unclosedRegularExpression
    case unknownFlags(String)
    case invalidRegularExpression(String)
    case noValue(name: String)
    case groupOfValues(name: String)
    case noOrder(name: String)
    case notANumber(String, name: String)
    case unknownLevel(String)
    case unknownStream(String)
    case invalidGlob(String)
  }

  /// The query as it was given.
  package let query: String

  /// Where it goes wrong: an offset in the query's UTF-8 bytes, at most their number. Always at a character's first byte.
  package let offset: Int

  /// What is wrong.
  package let reason: Reason

  init(query: String, offset: Int, reason: Reason) {
    self.query = query
    self.offset = offset
    self.reason = reason
  }

  /// What is wrong, in words, without the place.
  package var message: String {
    switch reason {
    case .tooLong: "the query is longer than \(Query.maximumLength) bytes"
    case .tooDeep: "more than \(Query.maximumDepth) levels of parentheses and negations"
    case .unclosedQuote: "this quotation mark is never closed"
    case .emptyQuotes: "nothing between the quotation marks"
    case .unknownEscape: "a backslash that escapes nothing"
    case .quoteInsideWord: "a quotation mark in the middle of a word"
    case .unclosedParenthesis: "this parenthesis is never closed"
    case .unopenedParenthesis: "this parenthesis was never opened"
    case .emptyParentheses: "nothing between the parentheses"
    case .parenthesisInsideWord: "a parenthesis in the middle of a word"
    case .nothingBefore(let name): "nothing stands before \(name)"
    case .nothingAfter(let name): "nothing stands after \(name)"
    case .loneMinus: "a minus without a word"
    case .repeatedMinus: "more than one minus before a word"
    case .starInside: "a * in the middle of a word"
    case .starAlone: "a * without a word"
    case .unclosedRegularExpression: "a regular expression that no / ends"
    case .unknownFlags(let flags): "\"\(flags)\" is no flag of a regular expression"
    case .invalidRegularExpression(let reason): "this is no regular expression: \(reason)"
    case .noValue(let name): "no value after \"\(name)\""
    case .groupOfValues(let name): "parentheses after \"\(name):\""
    case .noOrder(let name): "\"\(name)\" is not compared with < or >"
    case .notANumber(let value, _): "\"\(value)\" is no number"
    case .unknownLevel(let name): "there is no level \"\(name)\""
    case .unknownStream(let name): "there is no stream \"\(name)\""
    case .invalidGlob(let reason): "this is no pattern: \(reason)"
    }
  }

  /// What to do about it.
  package var hint: String {
    switch reason {
    case .tooLong: "search for less at once"
    case .tooDeep: "write the query flatter: a b c needs no parentheses"
    case .unclosedQuote: #"close it, or write \" inside quotes for the character itself: "say \"hi\"""#
    case .emptyQuotes: "leave them out: an empty query finds every line"
    case .unknownEscape: #"inside quotes write \\ for a backslash and \" for a quotation mark"#
    case .quoteInsideWord: #"put the whole text in quotes and write \" for a mark inside: "say \"hi\"""#
    case .unclosedParenthesis: #"add a ), or put the text in quotes: "main(""#
    case .unopenedParenthesis: #"remove it, or put the text in quotes: "main()""#
    case .emptyParentheses: #"remove them, or put the text in quotes: "main()""#
    case .parenthesisInsideWord: #"put the text in quotes: "main()"; or set a space between words and groups"#
    case .nothingBefore(let name), .nothingAfter(let name):
      "\(name) needs an operand there; for the word itself write \(name.lowercased())"
    case .loneMinus: #"write -word without a space between, or "-" in quotes for the character itself"#
    case .repeatedMinus: #"put text that begins with a minus in quotes: "--verbose""#
    case .starInside(let word):
      "a * may stand before and after a word: *part*; write \"\(word)\" in quotes for the star itself, or /a.*b/"
    case .starAlone:
      #"search for a part of a word: time*, *out, *meo*; or "*" in quotes for the character itself"#
    case .unclosedRegularExpression:
      #"end it with / before a space, and write \/ for a / inside: /time(out)?/; or put the text in quotes"#
    case .unknownFlags:
      #"the only flag is i, for any case: /text/i; write \/ for a / inside, or put a path in quotes"#
    case .invalidRegularExpression:
      #"write \ before a sign that is meant as it is, or put the text in quotes"#
    case .noValue(let name):
      "write \(name):value or \(name):* without a space, or \"\(name):\" in quotes for the text"
    case .groupOfValues(let name): "write the name before each value: (\(name):a OR \(name):b)"
    case .noOrder(let name): "write \(name):value, or put the text in quotes"
    case .notANumber(_, let name):
      "write a number without a unit, such as \(name)>=1.5, or put the text in quotes"
    case .unknownLevel: "write one of \(Level.allCases.map(\.description).joined(separator: ", "))"
    case .unknownStream: "write stdout or stderr"
    case .invalidGlob:
      "write names such as worker-[0-9] or web*, and a backslash before a sign that is meant as it is"
    }
  }
}

extension QuerySyntaxError: CustomStringConvertible {
  /// Message, place and hint in one line: `a minus without a word, at character 7 of the query: write …`.
  package var description: String {
    "\(message), at character \(characterOffset + 1) of the query: \(hint)"
  }

  /// The characters before ``offset``.
  package var characterOffset: Int {
    let end =
      query.utf8.index(query.startIndex, offsetBy: offset, limitedBy: query.endIndex) ?? query.endIndex
    return query[..<end].count
  }
}
