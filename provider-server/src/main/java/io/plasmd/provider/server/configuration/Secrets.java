package io.plasmd.provider.server.configuration;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of what is printed. A value is one by its key, since nothing else tells it: {@code private-key} is
 * taken for a key, {@code private-key-file} and {@code tls.key} for the name of a file.
 */
public final class Secrets {
    private static final String MASK = "********";

    /** The end of a key without dashes and the like. */
    private static final Pattern SECRET = Pattern.compile("(password|passwd|pwd|passphrase|passcode|secret|token"
            + "|credential|authorization|(api|access|secret|private|shared|master|session|encryption|hmac)key)s?$");

    /** Words that are a secret alone or as the last of several, but are the end of other words too. */
    private static final Pattern LAST_WORD =
            Pattern.compile("(^|[^a-zA-Z])(auth|pass|psk|pin)$|[a-z](Auth|Pass|Psk|Pin)$");

    /** Whether clients have certificates. */
    private static final Pattern NO_SECRET = Pattern.compile("(^|.*[^a-zA-Z])client-?auth$", Pattern.CASE_INSENSITIVE);

    /**
     * RFC 3986, section 3.2.1: what stands before the host. A careless password may hold another @, or what would end the
     * host: then what follows the colon is no port.
     */
    private static final Pattern USER_INFO =
            Pattern.compile("(?<=://)([^/\\s\"'?#]*@|[^/\\s\"'?#@:\\[]+:(?!\\d{1,5}([/?#\\s\"']|$))[^\\s\"']*@)");

    private static final Pattern QUERY_VALUE = Pattern.compile("(?<=[?&;])([^=&;?#\\s\"']+)=([^&;#\\s\"']+)");

    /** The content of a key where the name of its file belongs, as it comes out of a secret of Kubernetes. */
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[^A-Za-z0-9+/]{0,4}[A-Za-z0-9+/=]{8}.*?(-----END [A-Z0-9 ]*PRIVATE KEY-----|$)",
            Pattern.DOTALL);

    private static final Pattern INVALID = Pattern.compile("Invalid value at '([^']*)':");

    private Secrets() {}

    /** Whether the value of a key is one: the key itself, or a section that it is in, has such a name. */
    public static boolean isSecret(String key) {
        try {
            return ConfigUtil.splitPath(key).stream().anyMatch(Secrets::isSecretName);
        } catch (ConfigException e) {
            return isSecretName(key);
        }
    }

    private static boolean isSecretName(String name) {
        if (NO_SECRET.matcher(name).matches()) {
            return false;
        }
        return SECRET.matcher(name.replaceAll("[^a-zA-Z]", "").toLowerCase(Locale.ROOT))
                        .find()
                || LAST_WORD.matcher(name).find();
    }

    /** A value as it may be printed: without secrets, also those further in. */
    public static ConfigValue masked(String key, ConfigValue value) {
        return isSecret(key) ? ConfigValueFactory.fromAnyRef(MASK) : maskedInside(value);
    }

    private static ConfigValue maskedInside(ConfigValue value) {
        return switch (value) {
            case ConfigList list ->
                ConfigValueFactory.fromIterable(
                        list.stream().map(Secrets::maskedInside).toList());
            case ConfigObject section -> {
                ConfigObject result = section;
                for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
                    ConfigValue inner = isSecretName(entry.getKey())
                            ? ConfigValueFactory.fromAnyRef(MASK)
                            : maskedInside(entry.getValue());
                    result = result.withValue(entry.getKey(), inner);
                }
                yield result;
            }
            default -> {
                Object plain = value.unwrapped();
                yield plain instanceof String text && !masked(text).equals(text)
                        ? ConfigValueFactory.fromAnyRef(masked(text))
                        : value;
            }
        };
    }

    /** A text in which URLs keep no user and password, and no token of a query, and of a private key nothing is left. */
    public static String masked(String text) {
        String withoutKeys = text.contains("-----BEGIN ") ? PEM.matcher(text).replaceAll(MASK) : text;
        if (!withoutKeys.contains("://")) {
            return withoutKeys;
        }
        return QUERY_VALUE
                .matcher(USER_INFO.matcher(withoutKeys).replaceAll(MASK + "@"))
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) + "=" + (isSecretName(found.group(1)) ? MASK : found.group(2))));
    }

    /** What Typesafe Config says of a value, which it may quote. */
    public static String masked(ConfigException exception) {
        String message = String.valueOf(exception.getMessage());
        Matcher invalid = INVALID.matcher(message);
        if (invalid.find() && isSecret(invalid.group(1))) {
            return message.substring(0, invalid.end()) + " (not shown, since it is a secret)";
        }
        return masked(message);
    }

    /** An assignment that cannot be read, without what may be its value. */
    public static String maskedAssignment(String text) {
        List<String> words = List.of(text.split("[\\s:=]", 2));
        return words.size() > 1 && isSecret(words.getFirst()) ? words.getFirst() + " " + MASK : masked(text);
    }
}
