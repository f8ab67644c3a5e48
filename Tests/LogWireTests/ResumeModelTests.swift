import LogWire
import Testing

@Suite struct ResumeModelTests {
  static let shapes: [ResumeModel.Shape] = [
    .init(name: "Docker"),
    .init(name: "Podman", linesOfATime: 6),
    .init(name: "streams out of order", isDisordered: true),
    .init(name: "a clock that steps back", clockStepsBack: true),
    .init(name: "long lines", hasLongLines: true),
    .init(name: "rotation", isRotated: true),
    .init(name: "since", readsSince: true),
    .init(name: "since, Podman, out of order", linesOfATime: 6, isDisordered: true, readsSince: true),
    .init(name: "since, a clock that steps back", clockStepsBack: true, readsSince: true),
    .init(
      name: "everything", linesOfATime: 4, isDisordered: true, clockStepsBack: true, hasLongLines: true,
      isRotated: true),
  ]

  /// Killed at any moment, with any batch sizes: each line is stored exactly once, in its order.
  @Test(arguments: shapes) func eachLineIsStoredExactlyOnce(_ shape: ResumeModel.Shape) {
    var failures: [UInt64] = []
    for seed in 0..<(shape.hasLongLines ? 150 : 400) as Range<UInt64> {
      var model = ResumeModel(shape, seed: seed)
      model.run()
      if model.stored != model.expected { failures.append(seed) }
      if !shape.isRotated { #expect(model.gaps == 0, "\(shape.name), seed \(seed)") }
    }
    #expect(failures.isEmpty, "\(shape.name): \(failures.count), the first with seed \(failures.prefix(3))")
  }
}

extension ResumeModel.Shape: CustomTestStringConvertible {
  var testDescription: String { name }
}
