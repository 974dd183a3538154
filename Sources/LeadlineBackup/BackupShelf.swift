/// The backups of one folder.
package enum BackupShelf {
    /// The manifests of those that were finished, by their names; what is damaged is left out.
    package static func manifests(in directory: String) throws(BackupFault) -> [BackupManifest] {
        let folder = try Folder.open(directory)
        var found: [BackupManifest] = []
        for name in try folder.names() {
            guard BackupName(name) != nil, let backup = folder.folder(name),
                let reader = try? BackupReader(backup, in: folder)
            else { continue }
            found.append(reader.manifest)
        }
        return found
    }

    /// The folder that a backup's folder is in.
    package static func directory(of backup: String) -> String { backup + "/.." }
}
