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
    case starBefore(word: String)
    case starInside(word: String)
    case starAlone
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
    case .starBefore: "a * before a word is not supported yet"
    case .starInside: "a * is understood only at the end of a word"
    case .starAlone: "a * without a word"
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
    case .starBefore(let word):
      word.isEmpty
        ? "search for a whole word or for its beginning: time*"
        : "use a whole word or its beginning, such as \(word)*; or \"*\(word)\" for the text with the star"
    case .starInside(let word): "put the text in quotes to find the star itself: \"\(word)\""
    case .starAlone: #"search for the beginning of a word: time*; or "*" in quotes for the character itself"#
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
