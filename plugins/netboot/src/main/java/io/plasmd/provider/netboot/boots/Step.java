package io.plasmd.provider.netboot.boots;

import java.time.Instant;

/**
 * One state that a boot has come to.
 *
 * @param at in milliseconds
 * @param client the address that it came from; empty where none did
 */
public record Step(State state, Instant at, String client, KnownBy knownBy) {

    /** How it was learned. */
    public enum KnownBy {
        /** The machine asked for its script. */
        REQUEST,
        /** The download had the id of the boot in its query. */
        BOOT_ID,
        /** The download had no id of a boot, and its client's address is that of one boot only. */
        ADDRESS,
        /** The machine said so. */
        WORD,
        /** Nothing more came. */
        CLOCK
    }
}
