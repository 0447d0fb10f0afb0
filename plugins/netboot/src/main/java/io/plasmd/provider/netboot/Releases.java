package io.plasmd.provider.netboot;

import io.plasmd.provider.api.Catalog;
import java.util.List;
import java.util.Optional;

/** Finds what a profile names. */
record Releases(Catalog catalog, Canaries canaries, String defaultArch) {

    /**
     * The release of a profile for a machine.
     *
     * @throws NotBootableException where there is none
     * @throws java.io.UncheckedIOException where nobody can tell just now
     */
    Catalog.Release of(Profile profile, Machine machine) {
        String arch = profile.arch().or(() -> machine.facts().get(Facts.ARCH)).orElse(defaultArch);
        var place = new Catalog.Place(profile.channel(), arch);
        Optional<Catalog.Release> release = canary(profile, machine, place).or(() -> find(place, profile.version()));
        return release.orElseThrow(() -> new NotBootableException("profile " + profile.name() + ": there is no release "
                + profile.version().map(version -> version + " ").orElse("") + "of " + profile.channel() + " for "
                + arch));
    }

    /** Empty where the machine does not try another version than the others, or that is halted or not there. */
    private Optional<Catalog.Release> canary(Profile profile, Machine machine, Catalog.Place place) {
        Optional<Canary> canary =
                profile.canary().filter(one -> machine.id().filter(one::isFor).isPresent());
        return canary.flatMap(one -> find(
                        place, Optional.of(one.version()).filter(version -> !version.equals(Canary.CURRENT)))
                .filter(release ->
                        !canaries.isHalted(profile, one, release.version().orElse(""))));
    }

    private Optional<Catalog.Release> find(Catalog.Place place, Optional<String> version) {
        return version.isEmpty()
                ? catalog.current(place)
                : catalog.kept(place).stream()
                        .filter(one -> one.version().equals(version))
                        .findFirst();
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
                    .filter(artifact ->
                            artifact.name().equals(name) || artifact.fileName().equals(name))
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
