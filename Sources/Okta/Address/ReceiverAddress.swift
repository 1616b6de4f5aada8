/// The address of a webhook that is nobody's org.
///
/// - Invariant: TLS, or this machine. To most chats the path is the password, so it is never shown or written down;
///   `origin` may be.
public struct ReceiverAddress: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    public let origin: Origin
    public let target: String

    public enum Refusal: Error, Equatable, Sendable {
        /// Not an absolute URL with a host, or one with a user and a password in it.
        case malformed
        /// Plain HTTP to another machine.
        case insecure
    }

    public init(_ text: String) throws(Refusal) {
        guard let address = WebAddress(text) else { throw .malformed }
        guard address.origin.isSecure || address.origin.isLoopback else { throw .insecure }
        origin = address.origin
        target = address.target
    }

    /// The host alone, with the scheme where it is plain HTTP.
    public var name: String { origin.isSecure ? origin.hostAndPort : origin.description }

    public var description: String { name }
    public var debugDescription: String { name }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
