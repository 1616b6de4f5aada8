import Testing
@testable import Okta
