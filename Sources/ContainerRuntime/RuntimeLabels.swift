/// The labels of what the runtime makes.
public enum RuntimeLabels {
  /// The project that a container, a network or a volume belongs to; its presence makes a container a managed one.
  public static let project = "lightshuttle.project"

  /// The resource of the project that a container serves.
  public static let resource = "lightshuttle.resource"
}
