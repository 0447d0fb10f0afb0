package io.plasmd.provider.netboot.dhcp;

import io.plasmd.provider.netboot.arguments.UsageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a DHCP server is to do.
 *
 * @param url of the provider, without a slash at its end
 * @param channel whose directories have the loaders for those who load them by HTTP
 * @param isProxy whether it leaves the addresses to another server
 * @param pool the addresses that it gives; null where what is printed goes into a configuration that gives them already
 * @param network that it serves; null in the same case
 * @param router its gateway; null where there is none, or where it is said elsewhere
 * @param networkInterface that it listens on; null where on all
 * @param tftp the directory of the loaders, where the server itself sends them, or the address of who does
 */
record Plan(
        String url,
        String channel,
        boolean isProxy,
        @Nullable Subnet network,
        @Nullable Pool pool,
        @Nullable String router,
        @Nullable String networkInterface,
        String tftp) {
    /** Nothing that would end a string or a value in one of the three formats. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9./:_~\\[\\]@%-]*");
    /** Of the file field of BOOTP (RFC 2131), with the zero at its end; firmware knows no longer one. */
    private static final int LONGEST_FILE = 127;

    /** Addresses from the first to the last. */
    record Pool(String first, String last) {}

    Plan {
        url = plainUrl(url);
        harmless("--channel", channel);
        harmless("--interface", networkInterface == null ? "" : networkInterface);
        harmless("--tftp", tftp);
        if (network != null && pool != null) {
            within(network, pool.first());
            within(network, pool.last());
            if (Integer.compareUnsigned(Subnet.address(pool.first()), Subnet.address(pool.last())) > 0) {
                throw new UsageException("--range: " + pool.first() + " comes after " + pool.last());
            }
        }
        if (network != null && router != null) {
            within(network, router);
        }
        for (Loader loader : Loader.values()) {
            String file = url + "/" + channel + "/" + loader.arch() + "/" + loader.file();
            if (file.length() > LONGEST_FILE) {
                throw new UsageException("\"" + file + "\" has " + file.length() + " characters; DHCP has room for "
                        + LONGEST_FILE + ". Use an address or a shorter name in --url");
            }
        }
    }

    private static String plainUrl(String text) {
        String url = text.replaceAll("/+$", "");
        try {
            var uri = new URI(url);
            boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (isWeb && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
                harmless("--url", url);
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new UsageException(
                "--url: \"" + text + "\" is no address of a provider: expected one as http://10.0.0.1:8080");
    }

    private static void harmless(String option, String value) {
        if (!HARMLESS.matcher(value).matches()) {
            throw new UsageException(option + ": \"" + value + "\" has a character in it that has a meaning in the"
                    + " configuration of a DHCP server");
        }
    }

    private static void within(Subnet network, String address) {
        if (!network.contains(Subnet.address(address))) {
            throw new UsageException(address + " is not within " + network);
        }
    }

    /** What iPXE loads. */
    String script() {
        return url + "/boot.ipxe";
    }

    /** What firmware loads that speaks HTTP. */
    String httpUrl(Loader loader) {
        return url + "/" + channel + "/" + loader.arch() + "/" + loader.file();
    }

    /** The machine that sends the loaders, where that is another one. */
    Optional<String> tftpServer() {
        return tftp.startsWith("/") ? Optional.empty() : Optional.of(tftp);
    }
}
