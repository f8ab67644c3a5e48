import LineContent
import LogWire
import Testing

struct LineFieldsTests {
  struct Case: CustomTestStringConvertible {
    let line: String
    /// `name=text` or, if it is no string, `name=(kind)text`.
    let fields: [String]

    init(_ line: String, _ fields: String...) {
      self.line = line
      self.fields = fields
    }

    var testDescription: String { line }
  }

  static let objects = [
    Case(#"{"a":"x","b":1,"c":true,"d":null}"#, "a=x", "b=(number)1", "c=(boolean)true", "d=(null)null"),
    Case(#" { "a" : "x" , "b" : -1.5e3 } "#, "a=x", "b=(number)-1.5e3"),
    Case(#"{"a":{"b":{"c":1},"d":2}}"#, "a.b.c=(number)1", "a.d=(number)2"),
    Case(#"{"a.b":{"c.d":1}}"#, "a.b.c.d=(number)1"),
    Case(
      #"{"a":[1,"x",{"b":2},[3]],"c":4}"#, "a=(number)1", "a=x", "a.b=(number)2", "a=(number)3", "c=(number)4"
    ),
    Case(#"{"a":{},"b":[],"c":""}"#, "c="),
    Case(#"{"say \"hi\"":"a\\b\n\u0041\u00e9\ud83d\ude00\/"}"#, "say \"hi\"=a\\b\nAé😀/"),
    Case(#"{"a":"\ud83d x \q \u12"}"#, "a=\u{FFFD} x \\q \\u12"),
    Case(#"{"a":NaN,"b":Infinity,"c":012,"d":+1}"#, "a=NaN", "b=Infinity", "c=012", "d=+1"),
    Case(#"{"a":1,"b":"cut of"#, "a=(number)1"),
    Case(#"{"a":1,"b":{"c":2,"#, "a=(number)1", "b.c=(number)2"),
    Case(#"{"a":1 "b":2}"#, "a=(number)1"),
    Case(#"{"a":1,}"#, "a=(number)1"),
    Case(#"{"a" 1}"#),
    Case(#"{"a":}"#),
    Case(#"{"a":1}{"b":2}"#, "a=(number)1", "b=(number)2"),
    Case(#"2026-11-23 app[1]: {"a":1} took=5"#, "a=(number)1", "took=(number)5"),
    Case(#"payload={"a":1} b=2"#, "payload.a=(number)1", "b=(number)2"),
    Case("{}"), Case("{"), Case("[1,2]"), Case(#""a":1"#), Case(""),
  ]

  static let pairs = [
    Case("a=1 b=x c=true d=null e=", "a=(number)1", "b=x", "c=(boolean)true", "d=(null)null", "e="),
    Case(#"a="two words" b="say \"hi\"" c="#, "a=two words", #"b=say "hi""#, "c="),
    Case("event='two words' x=1", "event=two words", "x=(number)1"),
    Case("text and a.b-c/d=1, @e=2; f=3", "a.b-c/d=(number)1", "@e=(number)2", "f=(number)3"),
    Case("Point{x=1, y=2}", "x=(number)1", "y=(number)2"),
    Case("f(x=1) [y=[1]] (z=g(2))", "x=(number)1", "y=[1]]", "z=g(2))"),
    Case("url=http://x/?a=b&c=d e=f", "url=http://x/?a=b&c=d", "e=f"),
    Case("a==b"), Case("a = b"), Case("=b"), Case("GET /x?a=b"), Case("a:b"),
    Case(#"a="not closed b=1"#, "a=\"not", "b=(number)1"),
    Case("took=12ms size=1_000 id=007", "took=12ms", "size=1_000", "id=007"),
    Case("é=ü", "é=ü"),
  ]

  @Test(arguments: objects + pairs)
  func fieldsAreRead(_ testCase: Case) {
    #expect(Self.fields(of: Array(testCase.line.utf8)) == testCase.fields)
  }

  static func fields(of line: [UInt8]) -> [String] {
    var fields: [String] = []
    let bytes = line.span.bytes
    LineFields.forEach(in: bytes) { name, value in
      let name = String(decoding: (0..<name.byteCount).map { name.byte(at: $0) }, as: UTF8.self)
      let kind = value.kind == .string ? "" : "(\(value.kind))"
      fields.append("\(name)=\(kind)\(String(decoding: value.text(in: bytes), as: UTF8.self))")
      return false
    }
    return fields
  }

  @Test func enumerationStopsWhenItIsToldSo() {
    var count = 0
    LineFields.forEach(in: Array(#"{"a":1,"b":[2,3]} c=4"#.utf8).span.bytes) { _, _ in
      count += 1
      return count == 2
    }
    #expect(count == 2)
  }

  @Test func valueIsTheFirstOfThePath() throws {
    let line = Array(#"{"User":{"id":[1,2]},"x":{"y":null},"user":{"name":"a"},"a.b":5}"#.utf8)
    func value(_ path: String, isCaseSensitive: Bool = false) -> String? {
      let path = FieldPath(Array(path.utf8), isCaseSensitive: isCaseSensitive)
      return LineFields.value(of: path, in: line.span.bytes).map {
        "\($0.kind) \(String(decoding: $0.text(in: line.span.bytes), as: UTF8.self))"
      }
    }
    #expect(value("user.id") == "array [")
    #expect(value("user") == "object {")
    #expect(value("user.name") == "string a")
    #expect(value("USER.Name") == "string a")
    #expect(value("user", isCaseSensitive: true) == "object {")
    #expect(value("User.name", isCaseSensitive: true) == nil)
    #expect(value("x.y") == "null null")
    #expect(value("a.b") == "number 5")
    #expect(value("a") == "object a.b")
    #expect(value("user.id.z") == nil)
    #expect(value("user.") == nil)
    #expect(value("i") == nil)
  }

  @Test func numbersAreThoseOfJSON() throws {
    for text in [
      "0", "-0", "12", "-12", "0.5", "1.50", "1e3", "1E+3", "1.5e-3", "123456789012345678901234567890",
    ] {
      #expect(FieldNumber(text) != nil, "\(text)")
    }
    for text in [
      "", "-", "+1", ".5", "5.", "007", "1e", "1e+", "0x1F", "1_000", "12ms", " 1", "1 ", "NaN", "inf", "1,5",
    ] {
      #expect(FieldNumber(text) == nil, "\(text)")
    }
    let (one, two) = (
      try #require(FieldNumber("999999999999999998")), try #require(FieldNumber("999999999999999999"))
    )
    #expect(one < two && one != two)
    #expect(try #require(FieldNumber("5e2")) == #require(FieldNumber("500")))
    #expect(try #require(FieldNumber("-1.5")) < #require(FieldNumber("-1")))
  }
}
