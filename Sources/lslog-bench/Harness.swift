/// Runs what is compared alternately in one process, so that a noisy neighbour hits both.
struct Harness {
  /// How often each variant is run.
  var rounds = 15

  /// Runs `candidate` and `baseline` in turn, after one run of each that is not counted.
  ///
  /// A run returns a number that depends on its result, so that nothing is optimised away; both must agree.
  func compare(
    candidate: () -> UInt64, baseline: () -> UInt64
  ) -> (candidate: Samples, baseline: Samples) {
    let (expected, actual) = (baseline(), candidate())
    precondition(actual == expected, "the candidate computes \(actual), the baseline \(expected)")
    var (candidateSamples, baselineSamples) = (Samples(), Samples())
    for _ in 0..<rounds {
      candidateSamples.measure { precondition(candidate() == expected) }
      baselineSamples.measure { precondition(baseline() == expected) }
    }
    return (candidateSamples, baselineSamples)
  }
}
