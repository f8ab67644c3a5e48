internal import LogStore

/// One look into the store.
struct StoreAttempt: ProbeAttempt {
  let question: StoreQuestion
  let target: ProbeTarget
  let look: StoreLook

  func finding() async -> ProbeFinding {
    await look.answer(to: question, about: target)
  }

  func overdue(after limit: Duration) -> ProbeFinding {
    .undetermined("the store could not be read within \(limit.shown)")
  }
}
