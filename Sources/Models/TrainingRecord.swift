import CanonicalJSON

/// The file beside a model that holds what is known about its training: whatever the caller gives, bound to the model
/// file by its sum.
enum TrainingRecord {
  static func rendered(_ record: JSONValue, ofModel sha256: String) throws(ModelError) -> [UInt8] {
    do throws(JSONError) {
      let content: JSONValue = ["model_sha256": .string(sha256), "record": record]
      return try SealedDocument(.trainingRecord, content: content).rendered()
    } catch {
      throw .notSaved(error)
    }
  }

  static func parsed(_ bytes: [UInt8], path: String, ofModel sha256: String) throws(ModelError) -> JSONValue {
    let document = try ModelFile.opened(bytes, as: .trainingRecord, path: path)
    do throws(JSONError) {
      let content = JSONCursor(document.content)
      try content.allow(only: "model_sha256", "record")
      guard try content.member("model_sha256").string() == sha256 else { throw .invalid(path: "", message: "") }
      return try content.member("record").value
    } catch {
      if case .invalid = error { throw .foreignRecord(path: path) }
      throw .malformed(path: path, error)
    }
  }
}
