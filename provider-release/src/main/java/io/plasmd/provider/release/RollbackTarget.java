package io.plasmd.provider.release;

import java.util.List;
import java.util.Optional;

/**
 * The release that a channel goes back to.
 *
 * @param current the one that it goes back from
 */
record RollbackTarget(Releases releases, Release current) {

    /**
     * Chooses it.
     *
     * @param to a version; empty for the one that was current before this one
     */
    Release choose(Optional<String> to) throws ReleaseException {
        return to.isPresent() ? named(to.get()) : previous();
    }

    private Release named(String version) throws ReleaseException {
        return kept(version)
                .orElseThrow(() ->
                        new ReleaseException("there is no release " + HumanText.printable(version) + "; " + others()));
    }

    private Release previous() throws ReleaseException {
        String version = current.record()
                .previous()
                .orElseThrow(() -> new ReleaseException(
                        "release " + current.version() + " is the first one: none was current before it; " + others()));
        return kept(version)
                .orElseThrow(() -> new ReleaseException("release " + version + ", which was current before "
                        + current.version() + ", is no longer kept; " + others()));
    }

    private Optional<Release> kept(String version) {
        return all().stream()
                .filter(release -> release.version().equals(version))
                .findFirst();
    }

    private List<Release> all() {
        return releases.of(current.record().channel(), current.record().arch());
    }

    private String others() {
        List<String> versions = all().stream()
                .map(Release::version)
                .filter(version -> !version.equals(current.version()))
                .toList();
        return versions.isEmpty() ? "no other is kept" : "choose one with --to: " + String.join(", ", versions);
    }
}
