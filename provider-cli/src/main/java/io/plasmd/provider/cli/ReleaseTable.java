package io.plasmd.provider.cli;

import io.plasmd.provider.release.HumanText;
import io.plasmd.provider.release.Release;

/** The files of a release for people. */
final class ReleaseTable {
    private ReleaseTable() {}

    static String of(Release release) {
        var table = new TextTable().row("FILE", "SIZE", "SHA-256");
        release.record()
                .files()
                .forEach((name, file) -> table.row(
                        name, HumanText.size(file.size()), file.digest().hex()));
        return table.render();
    }
}
