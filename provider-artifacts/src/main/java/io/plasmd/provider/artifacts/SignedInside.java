package io.plasmd.provider.artifacts;

import io.plasmd.provider.release.Names;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Which clients get {@code <file>.sha256} with a signature inside. systemd-pull asks for it first, and where it is there wants
 * the signature inside of it: it looks for {@code SHA256SUMS.gpg} only where it is not (pull-common.c, 252 to 257). Most others
 * read the first word of the first line, and busybox takes no line that is no sum.
 */
final class SignedInside {
    /** Seen with 252: "systemd-pull/252.39-1~deb12u2". importctl, machinectl and systemd-sysupdate run it as well. */
    private static final String AGENT = "systemd-pull/";

    private SignedInside() {}

    /** Says also to caches that the answer depends on who asks. */
    static boolean isFor(Wanted wanted, HttpServletRequest request, HttpServletResponse response) {
        if (!wanted.path().name().endsWith(Names.DIGEST_SUFFIX)) {
            return false;
        }
        response.setHeader("Vary", "User-Agent");
        String agent = request.getHeader("User-Agent");
        return agent != null && agent.startsWith(AGENT);
    }
}
