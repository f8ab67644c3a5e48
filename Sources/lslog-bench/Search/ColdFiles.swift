internal import Glibc

/// The files of a folder, to be dropped from the memory of the kernel.
struct ColdFiles {
  private let paths: [String]

  /// Takes the files that are there now.
  init(below folder: String) throws {
    paths = (try Program.output(of: ["find", folder, "-type", "f"]) ?? "").split(separator: "\n").map(
      String.init)
  }

  /// Makes the next reading of each file come from the disk; its written pages go there first.
  func evict() {
    for path in paths {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      fdatasync(descriptor)
      posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
      close(descriptor)
    }
  }
}
