/// A part of the configuration that is a YAML mapping and says which keys it has.
protocol ConfigSection {
  /// All defaults.
  init()
  /// Its keys, in the order of the documented file.
  static var fields: [ConfigField<Self>] { get }
}
