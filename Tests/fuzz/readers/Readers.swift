import LoadChecks

/// Any bytes load whole or are refused. The first byte chooses what the file is called, since the suffix
/// tells the loader about lines of JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReaders(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = bytes.first else { return 0 }
    let name = first == UInt8(ascii: "N") ? "fuzz.ndjson" : "fuzz.csv"
    let text = first == UInt8(ascii: "N") ? Array(bytes.dropFirst()) : bytes
    if case .wrong(let reason) = Check.run(text, name: name) { fatalError(reason) }
    return 0
}
