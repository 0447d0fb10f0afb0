package io.plasmd.provider.server.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The defaults that depend on the machine, on top of those of the {@code reference.conf} files. */
public final class MachineDefaults {
    /** For each of them an empty text stands for the default. */
    static final List<String> KEYS = List.of("provider.name", "provider.arch", "provider.data");

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path SYSTEM_DATA = Path.of("/var/lib/provider");

    /** That of the systemd unit, which also makes it: what lies beside it, such as the artifacts, is not the server's. */
    private static final Path SERVICE_DATA = SYSTEM_DATA.resolve("data");

    private MachineDefaults() {}

    /** What is as the machine is, unless somebody sets it. */
    public static Config toConfig() {
        return ConfigFactory.parseMap(
                Map.of(
                        "provider.name", hostName(),
                        "provider.arch", architecture(),
                        "provider.data", data().toString()),
                Origins.DEFAULT);
    }

    /** As {@code uname -m} gives it. */
    public static String architecture() {
        String arch = System.getProperty("os.arch");
        return switch (arch) {
            case "amd64" -> "x86_64";
            case "arm64" -> "aarch64";
            default -> arch;
        };
    }

    private static Path data() {
        for (Path data : List.of(SERVICE_DATA, SYSTEM_DATA)) {
            if (Files.isWritable(data)) {
                return data;
            }
        }
        // Of a user without an entry in passwd(5), as in many containers, Java says "?".
        String home = System.getProperty("user.home", "");
        String variable = System.getenv().getOrDefault("HOME", "");
        return Stream.of(home, variable)
                .filter(name -> name.startsWith("/"))
                .map(Path::of)
                .filter(Files::isWritable)
                .map(directory -> directory.resolve(".local/state/provider"))
                .findFirst()
                .orElse(SYSTEM_DATA);
    }

    private static String hostName() {
        try {
            // Not InetAddress, which asks the network, and takes 4 ms of the start even where it need not.
            String name = Files.readString(HOST_NAME).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException e) {
            // Without /proc the network has to do.
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "provider";
        }
    }
}
