/// One question of the search benchmark; each asker puts it into its own language.
struct Question {
  /// What a hit must have, in any case.
  enum Shape {
    /// All of these words, whole.
    case words([String])
    case prefix(String)
    case substring(String)
    /// Words, with single spaces between them.
    case phrase(String)
  }

  /// As in a table.
  var name: String
  /// What a hit must have.
  var shape: Shape
  /// What is asked instead of those who have only the first lines; nil: the same.
  var shapeOfFewer: Shape?
  /// Whether only the number of hits is wanted.
  var isCount = false
  /// The newest hits only, this many.
  var limit: Int?
  /// Only in ``Corpus/middle``.
  var isOfMiddle = false

  /// The question for those who have only the first lines.
  var ofFewer: Question {
    var question = self
    question.shape = shapeOfFewer ?? shape
    return question
  }
}
