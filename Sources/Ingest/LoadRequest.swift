import Columns

/// One file to be read: what it is to become, and within which bounds; the same for the reader of every format.
struct LoadRequest {
    /// As the report and errors call it.
    let file: String
    let object: ObjectName
    var options = SourceOptions()
    var limits = Limits()
    /// How many cores may work; the tables do not depend on it.
    var threads = 1
    var cancellation = Cancellation()
}
