import PantauCore

/// As much of JSON Schema 2020-12 as the published schema uses, to hold it against the loader.
///
/// A keyword that it does not know makes every value invalid, so that a schema that grows beyond
/// it is noticed.
struct JSONSchema {
  let root: JSONNode

  /// Whether a value is valid, and the properties of it that the schema has looked at.
  func judge(_ value: JSONNode, by schema: JSONNode) -> (isValid: Bool, seen: Set<String>) {
    if let verdict = schema.bool { return (verdict, []) }
    guard case .object(let keywords) = schema.value else { return (false, []) }
    var seen: Set<String> = []
    for keyword in keywords where keyword.name != "unevaluatedProperties" {
      let (isValid, more) = judge(value, keyword, of: schema)
      guard isValid else { return (false, []) }
      seen.formUnion(more)
    }
    if schema["unevaluatedProperties"]?.bool == false, !names(value).isSubset(of: seen) {
      return (false, [])
    }
    return (true, seen)
  }

  private func judge(
    _ value: JSONNode, _ keyword: JSONMember, of schema: JSONNode
  ) -> (Bool, Set<String>) {
    let argument = keyword.node
    switch keyword.name {
    case "$ref": return judge(value, by: definition(argument))
    case "allOf", "anyOf", "oneOf": return judge(value, combining: argument, as: keyword.name)
    case "if": return judge(value, condition: argument, of: schema)
    case "not": return (!judge(value, by: argument).isValid, [])
    case "properties":
      let known = members(argument).filter { value[$0.name] != nil }
      return (
        known.allSatisfy { judge(value[$0.name] ?? value, by: $0.node).isValid },
        Set(known.map(\.name))
      )
    case "additionalProperties":
      let listed = names(schema["properties"] ?? JSONNode(.object([])))
      let others = members(value).filter { !listed.contains($0.name) }
      return (
        others.allSatisfy { judge($0.node, by: argument).isValid }, Set(others.map(\.name))
      )
    default: return (holds(value, keyword), [])
    }
  }

  private func judge(
    _ value: JSONNode, combining schemas: JSONNode, as kind: String
  ) -> (Bool, Set<String>) {
    let verdicts = (schemas.array ?? []).map { judge(value, by: $0) }
    let valid = verdicts.filter(\.isValid)
    let seen = valid.reduce(into: Set<String>()) { $0.formUnion($1.seen) }
    switch kind {
    case "allOf": return (valid.count == verdicts.count, seen)
    case "anyOf": return (!valid.isEmpty, seen)
    default: return (valid.count == 1, seen)
    }
  }

  private func judge(
    _ value: JSONNode, condition: JSONNode, of schema: JSONNode
  ) -> (Bool, Set<String>) {
    let verdict = judge(value, by: condition)
    guard let branch = schema[verdict.isValid ? "then" : "else"] else {
      return (true, verdict.seen)
    }
    let further = judge(value, by: branch)
    return (further.isValid, verdict.seen.union(further.seen))
  }

  /// Keywords that say nothing of properties one by one.
  private func holds(_ value: JSONNode, _ keyword: JSONMember) -> Bool {
    let argument = keyword.node
    switch keyword.name {
    case "$schema", "$id", "$defs", "title", "description", "default", "examples", "then", "else":
      return true
    case "type":
      return (argument.array ?? [argument]).contains { isType(value, $0.string ?? "") }
    case "enum": return (argument.array ?? []).contains { $0.plain == value.plain }
    case "const": return argument.plain == value.plain
    case "required":
      guard case .object = value.value else { return true }
      return (argument.array ?? []).allSatisfy { names(value).contains($0.string ?? "") }
    case "dependentRequired":
      return members(argument).allSatisfy { member in
        value[member.name] == nil
          || (member.node.array ?? []).allSatisfy { value[$0.string ?? ""] != nil }
      }
    case "propertyNames":
      return members(value).allSatisfy { judge(JSONNode(.string($0.name)), by: argument).isValid }
    case "minProperties": return size(members(value).count, value, atLeast: argument, "object")
    case "maxProperties": return members(value).count <= argument.int ?? 0
    case "minItems": return value.array.map { $0.count >= argument.int ?? 0 } ?? true
    case "maxItems": return value.array.map { $0.count <= argument.int ?? 0 } ?? true
    case "uniqueItems":
      return value.array.map { Set($0.map(\.plain)).count == $0.count } ?? true
    case "items": return (value.array ?? []).allSatisfy { judge($0, by: argument).isValid }
    case "prefixItems":
      return zip(value.array ?? [], argument.array ?? []).allSatisfy { judge($0, by: $1).isValid }
    case "minimum": return value.double.map { $0 >= argument.double ?? 0 } ?? true
    case "maximum": return value.double.map { $0 <= argument.double ?? 0 } ?? true
    case "pattern": return value.string.map { matches($0, argument.string ?? "") } ?? true
    default: return false
    }
  }

  private func size(
    _ count: Int, _ value: JSONNode, atLeast least: JSONNode, _ type: String
  ) -> Bool {
    !isType(value, type) || count >= least.int ?? 0
  }

  private func matches(_ text: String, _ pattern: String) -> Bool {
    guard let regex = try? Regex(pattern).matchingSemantics(.unicodeScalar) else { return false }
    return text.firstMatch(of: regex) != nil
  }

  private func isType(_ value: JSONNode, _ type: String) -> Bool {
    switch (value.value, type) {
    case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"),
      (.object, "object"), (.number, "number"):
      true
    case (.number, "integer"): value.int != nil
    default: false
    }
  }

  private func definition(_ reference: JSONNode) -> JSONNode {
    let name = String((reference.string ?? "").split(separator: "/").last ?? "")
    return root["$defs"]?[name] ?? JSONNode(.bool(false))
  }

  private func members(_ value: JSONNode) -> [JSONMember] {
    guard case .object(let members) = value.value else { return [] }
    return members
  }

  private func names(_ value: JSONNode) -> Set<String> { Set(members(value).map(\.name)) }
}

extension JSONNode {
  /// The value without its place, for comparing.
  fileprivate var plain: JSONValue {
    switch value {
    case .array(let elements): .array(elements.map { JSONNode($0.plain) })
    case .object(let members):
      .object(members.map { JSONMember(name: $0.name, node: JSONNode($0.node.plain)) })
    default: value
    }
  }
}
