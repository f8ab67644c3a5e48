/// What a `lightshuttle.yml` says: a project and its resources.
package struct Manifest: Sendable, Hashable {
  /// The file as it was named.
  package var file: String
  /// The name of the project.
  package var project: String
  /// In the order of the file; every dependency is among them, and there is no cycle.
  package var resources: [Resource]

  /// Describes a project; resources that come from a file were checked by ``ManifestLoader``.
  package init(file: String, project: String, resources: [Resource]) {
    self.file = file
    self.project = project
    self.resources = resources
  }
}
