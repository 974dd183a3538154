/// Which version this is, in Leadline's count and in Redis's.
package enum Release {
    /// Leadline's version, as HELLO, INFO and the ready line name it.
    package static let version = "0.1.0"

    /// The Redis whose session commands and INFO fields tools may expect here.
    package static let redisLevel = "7.2.0"

    /// The version that brought the commands of this table.
    package static let commandsSince = "0.1"
}
