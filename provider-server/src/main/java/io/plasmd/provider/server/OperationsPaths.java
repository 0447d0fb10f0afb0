package io.plasmd.provider.server;

/** Which paths are for those who run the server: those that are configured, and those that endpoints have mounted so. */
final class OperationsPaths {
    private final OperationsSettings settings;
    private final Mounts mounts;

    OperationsPaths(OperationsSettings settings, Mounts mounts) {
        this.settings = settings;
        this.mounts = mounts;
    }

    /**
     * Whether a path is answered on the operations address, or else on the public ones.
     *
     * @param path decoded, as servlets are chosen: {@code /%73tatus} is {@code /status}
     */
    boolean isAnswered(String path, boolean onOperations) {
        if (!settings.isOn()) {
            return true;
        }
        return onOperations ? isForOperations(path) || isForBoth(path) : !isForOperations(path);
    }

    /** Whether a path is the page, or one of those that belong on the operations address where there is one. */
    boolean isAboutTheServer(String path) {
        return path.equals("/") || isForOperations(path);
    }

    private boolean isForOperations(String path) {
        return settings.isListed(path)
                || mounts.of(path).map(mounted -> mounted.mount().operations()).orElse(false);
    }

    private static boolean isForBoth(String path) {
        return path.equals("/") || path.equals("/health") || path.startsWith("/health/");
    }
}
