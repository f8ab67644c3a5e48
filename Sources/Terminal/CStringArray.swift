internal import Glibc

/// Strings as C takes them: an array of pointers that ends with a null one. The memory lives as long as the value.
struct CStringArray: ~Copyable {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) {
    self.pointers = strings.map { unsafe strdup($0) } + [nil]
  }

  deinit {
    for pointer in pointers { unsafe free(pointer) }
  }
}
