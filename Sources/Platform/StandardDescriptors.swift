internal import Glibc

/// The descriptors 0, 1 and 2, which every program takes to be there.
package enum StandardDescriptors {
  /// Makes sure that none of them is free, before anything is opened.
  ///
  /// A file that got such a number would get what is meant for a person. One that was closed stays unusable: reading or
  /// writing fails with EBADF.
  package static func occupy() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      // The lowest number that is free is given: this one.
      _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
