package io.plasmd.provider.artifacts;

/** How the bytes of artifacts get from the page cache to the network. */
enum Transfer {
    /** Read into a buffer, written from there. */
    COPY,
    /** Written from a mapping of the file, which all downloads of that version share. */
    MAPPED
}
