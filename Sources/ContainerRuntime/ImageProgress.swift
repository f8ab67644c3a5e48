/// One step of a pull or a build.
public struct ImageProgress: Sendable, Hashable {
  /// What kind of step.
  public enum Kind: Sendable, Hashable {
    /// Bytes of a layer or of the build context came or went; `total` is nil where it isn't known.
    case transfer(done: Int64, total: Int64?)
    /// A step began, or something is worth telling.
    case step
    /// A step ended.
    case done
    /// What a step of a build wrote; ``ImageProgress/text`` has it, which is input from outside.
    case output
  }

  /// The layer or the step of the build; empty where it is of the whole.
  public var item: String
  /// In words of the engine: input from outside.
  public var text: String
  /// What kind of step.
  public var kind: Kind

  /// Describes a step.
  public init(item: String, text: String, kind: Kind) {
    self.item = item
    self.text = text
    self.kind = kind
  }
}
