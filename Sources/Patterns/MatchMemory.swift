internal import CPCRE2

/// What PCRE2 writes to while it matches, with its limits.
///
/// Sendable by use, not by nature: ``RegularExpression`` gives one to one thread at a time.
final class MatchMemory: @unchecked Sendable {
  /// How many steps back a pattern may take from one place of a line: some milliseconds. Patterns that are not nested
  /// repetitions stay far below.
  static let matchLimit: UInt32 = 2_000_000

  /// For the interpreter, in KiB.
  private static let heapLimit: UInt32 = 16 * 1024

  /// For compiled patterns, in bytes.
  private static let stackSizes = 32 * 1024...1024 * 1024

  let data: OpaquePointer
  let context: OpaquePointer
  private let stack: OpaquePointer?

  init() {
    guard let data = pcre2_match_data_create_8(1, nil), let context = pcre2_match_context_create_8(nil) else {
      preconditionFailure("no memory for a regular expression")
    }
    self.data = data
    self.context = context
    stack = pcre2_jit_stack_create_8(Self.stackSizes.lowerBound, Self.stackSizes.upperBound, nil)
    pcre2_jit_stack_assign_8(context, nil, stack.map(UnsafeMutableRawPointer.init))
    pcre2_set_match_limit_8(context, Self.matchLimit)
    pcre2_set_depth_limit_8(context, Self.matchLimit)
    pcre2_set_heap_limit_8(context, Self.heapLimit)
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
    pcre2_jit_stack_free_8(stack)
  }

  /// Where the last match was.
  var range: Range<Int> {
    guard let ends = pcre2_get_ovector_pointer_8(data) else { return 0..<0 }
    // With \K in a lookahead a match may end before it starts.
    return min(ends[0], ends[1])..<max(ends[0], ends[1])
  }
}
