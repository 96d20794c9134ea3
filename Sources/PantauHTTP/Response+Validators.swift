public import PantauCore

extension Response {
  /// The validators that came with this answer; each is nil when absent or unusable.
  public var validators: Validators {
    Validators(entityTag: headers.bytes("ETag"), lastModified: headers.bytes("Last-Modified"))
  }
}
