package io.plasmd.provider.api;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a servlet answers, and to what.
 *
 * @param path a path of the servlet specification (section 12.2): exact ({@code /health}), a prefix ({@code /files/*}), or
 *     the empty string for {@code /} alone. An exact path wins over a prefix, a longer prefix over a shorter one
 * @param methods beside {@code GET} and {@code HEAD}, which every servlet answers, as RFC 9110, section 9.1 has them. All
 *     others are answered 405 without the servlet
 * @param maxBodyBytes how many bytes the content of a request may have. More are answered 413: before the servlet is called
 *     where {@code Content-Length} says so, else, and where a {@code GET} has content, its reading fails with an {@link
 *     java.io.IOException}. From when the servlet first waits for them, the client has to send them within {@code
 *     provider.limits.stall-timeout} and what they take at {@code provider.limits.min-rate}
 * @param operations whether the path is for those who run the server: where they have an address of their own ({@code
 *     provider.http.operations}), it is answered there and nowhere else
 */
public record Mount(String path, Set<String> methods, long maxBodyBytes, boolean operations) {
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");

    /**
     * Checked when it is made.
     *
     * @throws IllegalArgumentException where a method is none of {@code POST}, {@code PUT}, {@code PATCH} and {@code DELETE},
     *     or content is allowed without one of them
     */
    public Mount {
        Objects.requireNonNull(path, "path");
        methods = Set.copyOf(methods);
        if (!METHODS.containsAll(methods)) {
            throw new IllegalArgumentException("methods " + methods + " of \"" + path + "\": expected some of "
                    + METHODS.stream().sorted().toList() + "; GET and HEAD are always answered");
        }
        if (maxBodyBytes < 0 || (maxBodyBytes > 0 && methods.isEmpty())) {
            throw new IllegalArgumentException("content of " + maxBodyBytes + " bytes for \"" + path
                    + "\": expected 0 where no method but GET and HEAD is answered, and else how much there may be");
        }
    }

    /**
     * A path whose servlet answers {@code GET} and {@code HEAD}, for all clients.
     *
     * @param path see {@link #path()}
     * @return without content of requests
     */
    public static Mount at(String path) {
        return new Mount(path, Set.of(), 0, false);
    }

    /**
     * The same with further methods.
     *
     * @param most how many bytes of content a request may have
     * @param further such as {@code POST}
     * @return another one
     */
    public Mount accepting(long most, String... further) {
        return new Mount(path, Set.of(further), most, operations);
    }

    /**
     * The same for those who run the server.
     *
     * @return another one
     */
    public Mount forOperations() {
        return new Mount(path, methods, maxBodyBytes, true);
    }

    /**
     * What a servlet there is called for, as the {@code Allow} field of an answer has it.
     *
     * @return GET, HEAD, and the others in the order of the alphabet
     */
    public List<String> allowed() {
        return Stream.concat(Stream.of("GET", "HEAD"), methods.stream().sorted())
                .toList();
    }
}
