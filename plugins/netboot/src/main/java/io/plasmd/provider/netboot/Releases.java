package io.plasmd.provider.netboot;

import io.plasmd.provider.api.Catalog;
import java.util.List;
import java.util.Optional;

/** Finds what a profile names. */
record Releases(Catalog catalog, String defaultArch) {

    /**
     * The release of a profile for a machine.
     *
     * @throws NotBootableException where there is none
     * @throws java.io.UncheckedIOException where nobody can tell just now
     */
    Catalog.Release of(Profile profile, Facts facts) {
        String arch = profile.arch().or(() -> facts.get(Facts.ARCH)).orElse(defaultArch);
        var place = new Catalog.Place(profile.channel(), arch);
        Optional<Catalog.Release> release = profile.version().isEmpty()
                ? catalog.current(place)
                : catalog.kept(place).stream()
                        .filter(one -> one.version().equals(profile.version()))
                        .findFirst();
        return release.orElseThrow(() -> new NotBootableException("profile " + profile.name() + ": there is no release "
                + profile.version().map(version -> version + " ").orElse("") + "of " + profile.channel() + " for "
                + arch));
    }

    /**
     * What is in it.
     *
     * @throws java.io.UncheckedIOException where nobody can tell just now
     */
    Contents contents(Catalog.Release release) {
        return new Contents(release, catalog.artifacts(release));
    }

    /** A release, or a directory that is kept by hand, with what is in it. */
    record Contents(Catalog.Release release, List<Catalog.Artifact> artifacts) {

        /** By its role or its name. */
        Optional<Catalog.Artifact> find(String name) {
            return artifacts.stream()
                    .filter(artifact -> artifact.name().equals(name)
                            || artifact.fileName().equals(name))
                    .findFirst();
        }

        Catalog.Artifact get(String name, Profile profile) {
            return find(name)
                    .orElseThrow(() -> new NotBootableException(
                            "profile " + profile.name() + ": there is no " + name + " in " + release.path()));
        }

        /** On every server that has the release. */
        String path(Catalog.Artifact artifact) {
            return release.path() + UrlPath.encode(artifact.fileName());
        }
    }
}
