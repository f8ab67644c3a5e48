/// Answers of Docker 20.10.24, shortened and renamed.
enum Samples {
  static let id = "72481740c57651b947204d728fbc84b6773e7828f260b679b790b3f76e8eb504"

  static let list = """
    [{"Id":"\(id)","Names":["/shop-web-1"],"Image":"example/web:1","ImageID":"sha256:fcc4ad6c","Command":"sh -c 'echo'",\
    "Created":1795443562,"Ports":[],"Labels":{"lightshuttle.project":"shop","lightshuttle.resource":"web"},\
    "State":"running","Status":"Up 3 seconds (healthy)","HostConfig":{"NetworkMode":"none"},"Mounts":[]},
    {"Id":"\(id.reversed().map(String.init).joined())","Names":["/bare"],"Image":"sha256:fcc4ad6c","Labels":null,\
    "State":"exited","Status":"Exited (0) 2 days ago"}]
    """

  static let inspect = """
    {"Id":"\(id)","Created":"2026-11-23T14:19:22.803206647Z","Path":"sh","State":{"Status":"exited","Running":false,\
    "Paused":false,"Restarting":false,"OOMKilled":true,"Dead":false,"Pid":0,"ExitCode":3,"Error":"",\
    "StartedAt":"2026-11-23T14:19:23.355787718Z","FinishedAt":"2026-11-23T14:19:27.361543849Z",\
    "Health":{"Status":"unhealthy","FailingStreak":4,"Log":[\
    {"Start":"2026-11-23T14:19:24.356884881Z","End":"2026-11-23T14:19:24.421012727Z","ExitCode":0,"Output":""},\
    {"Start":"2026-11-23T14:19:26.514170868Z","End":"2026-11-23T14:19:26.619358372Z","ExitCode":1,\
    "Output":"connection \\"refused\\"\\n"}]}},\
    "Image":"sha256:fcc4ad6ce77e3759ceea221daf2e6a8db3d897361a342b983e4fef462bc2eee4","Name":"/shop-web-1",\
    "RestartCount":2,"HostConfig":{"LogConfig":{"Type":"json-file","Config":{"max-size":"10m"}},\
    "RestartPolicy":{"Name":"no","MaximumRetryCount":0},"AutoRemove":true},\
    "Config":{"Hostname":"72481740c576","Tty":false,"Env":null,"Image":"example/web:1","Entrypoint":null,\
    "Labels":{"lightshuttle.project":"shop","lightshuttle.resource":"web"}}}
    """

  private static let labels =
    #""lightshuttle.project":"shop","lightshuttle.resource":"web","name":"shop-web-1""#

  private static func event(_ action: String, _ attributes: String, time: Int) -> String {
    #"{"status":"\#(action)","id":"\#(id)","from":"example/web:1","Type":"container","Action":"\#(action)","#
      + #""Actor":{"ID":"\#(id)","Attributes":{\#(attributes)"image":"example/web:1",\#(labels)}},"scope":"local","#
      + #""time":\#(time / 1_000_000_000),"timeNano":\#(time)}"# + "\n"
  }

  static let events =
    event("start", "", time: 1_795_443_563_374_723_868)
    + event("health_status: healthy", "", time: 1_795_443_564_430_494_086)
    + event("kill", #""signal":"15","#, time: 1_795_443_566_407_778_429)
    + event("die", #""exitCode":"3","#, time: 1_795_443_567_407_778_429)
}
