internal import DaemonConfiguration
internal import Forwarding
internal import Glibc
internal import HealthReporting
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
  /// Those, and that the files are there that the configuration names.
  ///
  /// Only for whoever asks a person to put it right: a process that runs must not stop for a file that went away.
  static var wiredWithFiles: ConfigChecks {
    var checks = wired
    checks.template = { path in
      do throws(TemplateError) {
        _ = try MessageTemplate(file: path)
        return nil
      } catch {
        return error.description
      }
    }
    checks.secret = { path in
      do throws(DeliveryError) {
        _ = try SecretFile.read(path)
        return nil
      } catch {
        return error.description
      }
    }
    checks.program = { path in
      access(path, X_OK) == 0 ? nil : "\(path) can't be run: \(String(cString: strerror(errno)))"
    }
    return checks
  }
}
