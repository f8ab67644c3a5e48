import LineContent
import LogQuery
import LogStore
import LogWire
import TestSupport
import Testing

struct LineMatcherTests {
  struct Case: CustomTestStringConvertible {
    let query: String
    let line: String
    let isHit: Bool

    init(_ query: String, _ line: String, _ isHit: Bool) {
      self.query = query
      self.line = line
      self.isHit = isHit
    }

    var testDescription: String { "\(query) in \(line)" }
  }

  static let cases = [
    Case("error", "An ERROR occurred", true),
    Case("error", "errors occurred", false),
    Case("error", "my_error", false),
    Case("error", "error", true),
    Case("error", "", false),
    Case("error", "eerror error", true),
    Case("e", "é", false),
    Case("É", "é", false),
    Case("é", "caf é", true),
    Case("time*", "timeout", true),
    Case("time*", "a runtime", false),
    Case("status=500", "path=/a status=500 took", true),
    Case("status=50", "status=500", false),
    Case("status=50*", "STATUS=500", true),
    Case("status=50*", "xstatus=500", false),
    Case("\"=>\"", "a=>b", true),
    Case("\"=>\"", "=>", true),
    Case("/api/v1", "GET/api/v1/users", true),
    Case("/api/v1", "GET/api/v12", false),
    Case("\"connection refused\"", "Connection Refused: 10.0.0.1", true),
    Case("\"connection refused\"", "connection was refused", false),
    Case("a b", "b a", true),
    Case("a b", "a", false),
    Case("a OR b", "b", true),
    Case("-a", "b", true),
    Case("-a", "a", false),
    Case("-(a OR b) c", "c", true),
    Case("-(a OR b) c", "c b", false),
    Case("-*", "a", false),
    Case("", "", true),
    Case("*out", "a timeout", true),
    Case("*out", "outer", false),
    Case("*meo*", "a TIMEOUT", true),
    Case("*status=5*", "xstatus=500", true),
    Case(#"*"refused: 10"*"#, "xrefused: 100", true),
    Case("/time(out|d out)/", "it timed out", true),
    Case("/time(out|d out)/", "it Timed out", false),
    Case("/time(out|d out)/i", "it Timed out", true),
    Case("/^it/ /out$/", "it timed out", true),
    Case("/^timed/", "it timed out", false),
    Case("/é+x/", "ééx", true),
    Case("level:error", "[ERROR] x", true),
    Case("level:error", "[WARN] x", false),
    Case("level>=warn", "level=fatal", true),
    Case("level<info", "no level", false),
    Case("-level>=info", "no level", true),
    Case("level:*", "ERROR: x", true),
    Case("level:*", "x", false),
    Case("status:500", #"{"status":500}"#, true),
    Case("status:500", #"{"status":"500"}"#, true),
    Case("status:500", #"{"status":500.0}"#, true),
    Case("status:500", #"{"status":5000}"#, false),
    Case("status:500", "GET / status=500 took=3ms", true),
    Case("STATUS:500", "Status=500", true),
    Case("status>=500", #"{"status":5.03e2}"#, true),
    Case("status>=500", #"{"status":"503"}"#, true),
    Case("status>=500", #"{"status":499.5}"#, false),
    Case("status<500", "status=none", false),
    Case("status:>=500", "status=501", true),
    Case("took>1.5", "took=12ms", false),
    Case("took:12ms", "took=12ms", true),
    Case("status:5*", #"{"status":503}"#, true),
    Case("path:/api/*", #"{"path":"/api/users"}"#, true),
    Case("path:/api/*/x", #"{"path":"/api/users/x"}"#, true),
    Case("path:*/x", "path=/api/x", true),
    Case("path:/api/", "path=/v1/api/x", true),
    Case("user.id:42", #"{"user":{"id":42}}"#, true),
    Case("user.id:42", #"{"user.id":"42"}"#, true),
    Case("user.id:42", #"{"user":[{"id":1},{"id":42}]}"#, true),
    Case("user:42", #"{"user":{"id":42}}"#, false),
    Case("user:*", #"{"user":{"id":42}}"#, true),
    Case("user:*", #"{"user.id":42}"#, true),
    Case("tags:b", #"{"tags":["a","b"]}"#, true),
    Case("error:*", #"{"error":null}"#, false),
    Case("error:*", #"{"error":""}"#, true),
    Case(#"error:"""#, #"{"error":""}"#, true),
    Case("ok:true", #"{"ok":true}"#, true),
    Case(#"name:"two words""#, #"{"name":"Two Words"}"#, true),
    Case(#"name:"two words""#, #"{"name":"two words more"}"#, false),
    Case(#"name:"two w"*"#, #"x name="two words" y"#, true),
    Case("name:/^t.o/", #"{"name":"two words"}"#, true),
    Case(#"msg:"say \"hi\"""#, #"{"msg":"say \"hi\""}"#, true),
    Case("msg:é", #"{"msg":"\u00e9"}"#, true),
    Case("msg:a", #"{"\u006dsg":"a"}"#, true),
    Case(".level:high", #"{"level":"high"}"#, true),
    Case("container:web", "x", false),
    Case("end", "a line that is longer than a block and has the word at its very end", true),
    Case("end", "a line that is longer than a block and has the word at its very en", false),
  ]

  @Test(arguments: cases)
  func lineIsJudged(_ testCase: Case) throws {
    let matcher = LineMatcher(try Query(parsing: testCase.query))
    #expect(matcher.matches(Array(testCase.line.utf8)) == testCase.isHit)
  }

  @Test func nulAndBytesThatAreNotUTF8AreBytes() throws {
    let error = LineMatcher(try Query(parsing: "error"))
    #expect(error.matches([0, 0, 0x65, 0x72, 0x72, 0x6F, 0x72, 0]))
    #expect(!error.matches([0xFF] + Array("error".utf8)), "0xFF is a token byte")
  }

  @Test func wordAtAnyPlaceOfLinesOfAnyLengthIsFound() throws {
    let matcher = LineMatcher(try Query(parsing: "needle"))
    for length in 6...80 {
      for place in 0...(length - 6) {
        var line = [UInt8](repeating: UInt8(ascii: "."), count: length)
        line.replaceSubrange(place..<place + 6, with: "NeeDle".utf8)
        #expect(matcher.matches(line), "\(length), \(place)")
      }
    }
  }

  @Test func matcherAgreesWithTheReference() {
    var source = RandomQuery(random: SplitMix64(seed: 0x51EE))
    var hits = 0
    for number in 0..<40_000 {
      source.isCaseSensitive = number % 4 == 0
      let expression = source.expression(depth: number % 4)
      let container = Self.containers[number % Self.containers.count]
      var reference = ReferenceMatcher(isCaseSensitive: source.isCaseSensitive, container: container)
      let query = Query(expression: expression, isCaseSensitive: source.isCaseSensitive)
      let matcher = LineMatcher(query)
      let bound = LineMatcher(query.bound(to: container))
      for stream in [LogStream.stdout, .stderr, .stdout] {
        let line = source.line()
        reference.stream = stream
        let isHit = reference.matches(expression, line)
        hits += isHit ? 1 : 0
        let context = LineContext(container: container, stream: stream)
        if matcher.matches(line, context) == isHit, bound.matches(line, context) == isHit { continue }
        Issue.record("\(expression) in \(String(decoding: line, as: UTF8.self)): not \(isHit)")
      }
    }
    #expect(hits > 20_000 && hits < 100_000, "\(hits) of 120,000: the test says little")
  }

  private static let containers = [
    ContainerInfo(id: "0a77", name: "web", project: "shop", resource: "web"),
    ContainerInfo(id: "0b77", name: "api-1", project: "blog"), ContainerInfo(id: "0c77", name: "db"),
  ]

  @Test func contextIsTestedAsSearchOptionsAre() throws {
    let context = LineContext(container: Self.containers[0], stream: .stderr)
    for (text, isHit) in [
      ("container:w*", true), ("container:0a77", true), ("container:api-1", false), ("project:shop", true),
      ("project:*", true), ("resource:api", false), ("stream:stderr", true), ("stream:stdout", false),
      ("container:web -stream:stdout", true),
    ] {
      #expect(LineMatcher(try Query(parsing: text)).matches([], context) == isHit, "\(text)")
    }
  }

  @Test func containerWithoutAProjectFitsNoPattern() throws {
    let context = LineContext(container: Self.containers[2], stream: .stdout)
    #expect(!LineMatcher(try Query(parsing: "project:*")).matches([], context))
  }

  @Test func knownLevelIsNotLookedFor() throws {
    let matcher = LineMatcher(try Query(parsing: "level:error"))
    var context = LineContext(container: Self.containers[0], stream: .stdout, level: .known(.error))
    #expect(matcher.matches(Array("INFO x".utf8), context))
    context.level = .known(nil)
    #expect(!matcher.matches(Array("ERROR x".utf8), context))
  }

  @Test func caseMattersIfItIsAskedFor() throws {
    for (text, line, isHit) in [
      ("Error", "an Error", true), ("Error", "an error", false), ("Err*", "an Error", true),
      ("*RRO*", "an Error", false), ("Status:A", #"{"Status":"A"}"#, true),
      ("status:A", #"{"Status":"A"}"#, false),
      ("Status:a", #"{"Status":"A"}"#, false), ("level:error", "ERROR: x", true),
      ("Level:error", "ERROR: x", false),
      ("\"OR\"", "A OR B", true), ("\"OR\"", "a or b", false),
    ] {
      let query = try Query(parsing: text, caseSensitive: true)
      #expect(LineMatcher(query).matches(Array(line.utf8)) == isHit, "\(text) in \(line)")
    }
  }

  @Test func expressionThatTakesTooManyStepsIsReported() throws {
    let matcher = LineMatcher(try Query(parsing: "/^(a+)+$/"))
    #expect(matcher.matches(Array("aaaa".utf8)))
    #expect(matcher.problems.isEmpty)
    #expect(!matcher.matches(Array((String(repeating: "a", count: 60) + "b").utf8)))
    #expect(matcher.problems.count == 1 && matcher.problems[0].contains("on 1 line"))
    let field = LineMatcher(try Query(parsing: "x:/^(a+)+$/"))
    #expect(!field.matches(Array("x=\(String(repeating: "a", count: 60))b".utf8)))
    #expect(field.problems.count == 1)
  }

  @Test func bytesThatAreNotUTF8AreMatched() throws {
    let line: [UInt8] = [0x61, 0xFF, 0x62, 0, 0x63]
    #expect(LineMatcher(try Query(parsing: #"/a.b\x00c/"#)).matches(line))
    #expect(LineMatcher(try Query(parsing: #"/a\xffb/"#)).matches(line))
    let accented = LineMatcher(try Query(parsing: "/[éè]$/"))
    #expect(accented.matches([0xFF] + Array("è".utf8)))
    #expect(!accented.matches(Array("ê".utf8)))
  }

  @Test func highlightIsWhatWasFoundAndNotWhatWasExcluded() throws {
    let matcher = LineMatcher(try Query(parsing: "error time* -debug"))
    let line = Array("ERROR: timeout, error time".utf8)
    #expect(matcher.matchedRanges(in: line) == [0..<5, 7..<11, 16..<21, 22..<26])
  }

  @Test func matchesOfAnExpressionAreHighlighted() throws {
    let matcher = LineMatcher(try Query(parsing: "/o+/ -/x/ /z*/"))
    #expect(matcher.matchedRanges(in: Array("foo bo".utf8)) == [1..<3, 5..<6])
  }

  @Test func levelsAndValuesOfFieldsAreHighlighted() throws {
    let matcher = LineMatcher(try Query(parsing: "level>=warn status>=500 path:/api/* -user:*"))
    let line = Array(#"level=error status=503 path="/api/v1" took=9"#.utf8)
    #expect(matcher.matchedRanges(in: line) == [6..<11, 19..<22, 29..<36])
    let other = Array(#"level=info status=200 path=/ {"status":[1,501,502]}"#.utf8)
    #expect(matcher.matchedRanges(in: other) == [42..<45])
    let exists = LineMatcher(try Query(parsing: "a:* -level:error"))
    #expect(exists.matchedRanges(in: Array(#"ERROR {"a":{"b":1}}"#.utf8)).isEmpty)
    #expect(exists.matchedRanges(in: Array(#"ERROR a="" a=é"#.utf8)).isEmpty)
  }

  @Test func highlightsThatOverlapAreOne() throws {
    let matcher = LineMatcher(try Query(parsing: #""a b" OR "b c""#))
    #expect(matcher.matchedRanges(in: Array("a b c".utf8)) == [0..<5])
  }
}

extension LineMatcher {
  // The macros of the tests can't take a span apart.
  func matches(_ line: [UInt8]) -> Bool { matches(line.span.bytes) }

  func matches(_ line: [UInt8], _ context: LineContext) -> Bool { matches(line.span.bytes, context) }

  func matchedRanges(in line: [UInt8]) -> [Range<Int>] { matchedRanges(in: line.span.bytes) }
}
