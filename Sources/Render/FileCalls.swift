import CKernels
import Glibc

/// The calls to the system that write a file. Each answers as the system's own: -1 and `errno` for a failure.
///
/// An argument of every writer, so that a test can let the Nth call fail for every N.
public struct FileCalls: Sendable {
    /// As `mkstemp`: makes and opens a file that nobody else has, with mode 0600.
    public var makeTemporary: @Sendable (UnsafeMutablePointer<CChar>) -> Int32 = { mkstemp($0) }
    public var write: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = { Glibc.write($0, $1, $2) }
    /// Lets the disk begin with bytes that were written: so many from an offset on. Does not wait for them.
    public var beginSync: @Sendable (Int32, Int, Int) -> Int32 = {
        ck_begin_sync($0, Int64($1), Int64($2))
    }
    public var changeMode: @Sendable (Int32, mode_t) -> Int32 = { fchmod($0, $1) }
    public var sync: @Sendable (Int32) -> Int32 = { fsync($0) }
    /// Gives a file a second name, which nothing may have.
    public var link: @Sendable (String, String) -> Int32 = { Glibc.link($0, $1) }
    public var rename: @Sendable (String, String) -> Int32 = { Glibc.rename($0, $1) }

    public init() {}
}
