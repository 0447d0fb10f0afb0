package io.plasmd.provider.netboot;

import java.util.Optional;

/**
 * A file that a boot loader loads.
 *
 * @param name by which it is known in the boot loader
 * @param path on every server, with the query
 * @param signature the path of its signature, where that is to be checked
 */
record BootFile(String name, String path, Optional<String> signature) {}
