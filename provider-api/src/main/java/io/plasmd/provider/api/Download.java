package io.plasmd.provider.api;

import org.jspecify.annotations.Nullable;

/**
 * The end of an answer with content: all that a client asked of a file, or as much as it got.
 *
 * @param path of the request, decoded
 * @param query of the request, as it was sent; null where there was none
 * @param client its address; behind a trusted proxy, that of the client and not of the proxy
 * @param status of the answer: 200 or 206
 * @param sent bytes of content that the network has taken
 * @param promised bytes of content that {@code Content-Length} announced; -1 where nothing did
 * @param cutShort why it ended early, in a few words; empty where the network has taken all of it
 */
public record Download(
        String path, @Nullable String query, String client, int status, long sent, long promised, String cutShort) {

    /**
     * Whether the client got what was promised.
     *
     * @return false where it ended early. That the network has taken the last byte does not say that it arrived
     */
    public boolean isComplete() {
        return cutShort.isEmpty();
    }
}
