package io.plasmd.provider.release;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is to be published.
 *
 * @param version empty to have one made from today's date
 * @param link whether the files themselves become part of the release, as hard links, instead of copies
 * @param keep how many releases are kept at most, this one included
 * @param withoutKernel whether it need not have a kernel by a name that stands for one: a tree of an installer has its own
 *     somewhere in it, a unified kernel image is one
 * @param adopted as {@link Publisher#adoptable} has found it: the directory that gives way to a release of its files
 */
public record PublishRequest(
        String channel,
        String arch,
        Optional<String> version,
        List<Source> sources,
        boolean link,
        int keep,
        boolean withoutKernel,
        Optional<Path> adopted) {

    /**
     * One file.
     *
     * @param name what it is to be called in the release
     * @param file where it is now
     * @param expected its digest, as somebody else has computed it
     * @param from the directory that it was found in, which it must not lead out of; empty where a person named the file
     */
    public record Source(String name, Path file, Optional<Digest> expected, Optional<Path> from) {

        /** A file that a person named. */
        public Source(String name, Path file, Optional<Digest> expected) {
            this(name, file, expected, Optional.empty());
        }
    }

    public PublishRequest {
        sources = List.copyOf(sources);
    }

    /** With files from elsewhere, a kernel among them. */
    public PublishRequest(
            String channel, String arch, Optional<String> version, List<Source> sources, boolean link, int keep) {
        this(channel, arch, version, sources, link, keep, false, Optional.empty());
    }
}
