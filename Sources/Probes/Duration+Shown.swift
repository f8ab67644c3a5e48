internal import Quantities

extension Duration {
  /// For a reason: `250ms`, `5s`, `1m12s`; from a second on in whole ones.
  var shown: String {
    self < .seconds(1) ? text : Duration.seconds(components.seconds).text
  }
}
