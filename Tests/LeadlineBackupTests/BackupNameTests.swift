import LeadlineBackup
import Testing

@Suite("Names of backups")
struct BackupNameTests {
    @Test(
        "A name is a word that leads nowhere", arguments: ["a", "2026-11-22", "full.1", "_x", "-"])
    func allowed(text: String) { #expect(BackupName(text)?.text == text) }

    // Threat T24: no name leads out of the folder of backups
    @Test(
        "Everything else is none",
        arguments: ["", ".", "..", ".a", "a/b", "../a", "a b", "a\0", "é", "a\n"])
    func refused(text: String) { #expect(BackupName(text) == nil) }

    @Test("64 bytes are a name, 65 are none")
    func length() {
        #expect(BackupName(String(repeating: "a", count: BackupName.bytesMax)) != nil)
        #expect(BackupName(String(repeating: "a", count: BackupName.bytesMax + 1)) == nil)
    }
}
