package io.plasmd.provider.api;

import java.util.List;
import java.util.Optional;

/** What the server has to offer to boot from, as of the moment of asking: looked at, never changed, from here. */
public interface Catalog {

    /**
     * One architecture of a channel.
     *
     * @param channel such as {@code stable}
     * @param arch such as {@code x86_64}
     */
    record Place(String channel, String arch) {}

    /**
     * A file that clients get.
     *
     * @param name as it is asked for, below the directory of its release: its role, or else {@code fileName}
     * @param fileName with directories, where it has any
     * @param size in bytes
     * @param sha256 64 digits {@code 0-9a-f}; empty as long as it is being computed
     */
    record Artifact(String name, String fileName, long size, Optional<String> sha256) {

        /**
         * What the file is in a boot.
         *
         * @return such as {@code kernel}; empty where it has no role
         */
        public Optional<String> role() {
            return name.equals(fileName) ? Optional.empty() : Optional.of(name);
        }
    }

    /**
     * What belongs together.
     *
     * @param version that of a release; empty where the directory of the channel is kept by hand, without releases
     * @param path of the directory for clients, encoded as a URL has it, with a slash at both ends ({@code
     *     /releases/stable/x86_64/7/}). What is behind it never changes where there is a version
     * @param current whether the channel leads there
     */
    record Release(Place place, Optional<String> version, String path, boolean current) {}

    /**
     * All architectures of all channels that have something.
     *
     * @return in the order of their names, as far as they could be looked at
     * @throws java.io.UncheckedIOException where nobody can tell just now
     */
    List<Place> places();

    /**
     * What a channel leads to.
     *
     * @param place an architecture by any of its names ({@code amd64} is {@code x86_64})
     * @return empty where there is nothing
     * @throws java.io.UncheckedIOException where nobody can tell just now
     */
    Optional<Release> current(Place place);

    /**
     * The releases that are kept.
     *
     * @param place as for {@link #current}
     * @return the newest first; empty where the directory is kept by hand
     * @throws java.io.UncheckedIOException where nobody can tell just now
     */
    List<Release> kept(Place place);

    /**
     * What is in a release, or in a directory that is kept by hand.
     *
     * @param release as it was found here
     * @return by file name; empty where it is gone by now
     * @throws java.io.UncheckedIOException where nobody can tell just now. It may wait for a disk: not to be called by a
     *     thread that others need
     */
    List<Artifact> artifacts(Release release);

    /**
     * Asks to be told of changes: a channel leads elsewhere, a release is there or is gone, a file has changed, the digest of
     * one is known.
     *
     * @param listener called soon after, by a thread of the catalog's, which waits for it: it should do no more than note
     *     that something has changed. Changes that are close together are told once
     */
    void onChange(Runnable listener);
}
