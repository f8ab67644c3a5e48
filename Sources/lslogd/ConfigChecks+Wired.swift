internal import DaemonConfiguration
internal import Forwarding
internal import LogQuery

extension ConfigChecks {
  /// The checks by the modules that understand the values.
  static let wired = ConfigChecks(
    tag: { template in
      do throws(TagTemplateError) {
        _ = try TagTemplate(template)
        return nil
      } catch {
        return error.description
      }
    },
    filter: { query in
      do throws(QuerySyntaxError) {
        _ = try Query(parsing: query)
        return nil
      } catch {
        return error.description
      }
    })
}
