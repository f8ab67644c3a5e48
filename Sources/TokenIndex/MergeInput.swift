/// A run that is to be merged, and where its blocks are in the result.
package struct MergeInput: Equatable, Sendable {
  /// The run.
  package let shape: RunShape
  /// The number that block 0 of the run has in the result.
  package let firstBlock: Int

  /// The run of `shape`, its block 0 becoming `firstBlock`.
  package init(shape: RunShape, firstBlock: Int) {
    self.shape = shape
    self.firstBlock = firstBlock
  }
}
