package io.plasmd.provider.netboot.boots;

import java.util.Locale;

/** How far a boot has come, in the order in which it comes about. */
public enum State {
    /** The machine was given its script. */
    SCRIPT,
    /** It has loaded the kernel, or whatever it starts first. */
    KERNEL,
    INITRD,
    /** It has loaded the root file system, or where it reads it in parts, the first of them. */
    ROOTFS,
    /** It has said that it is up. */
    UP,
    /** It has said that it failed, or has begun anew instead of saying that it is up. */
    FAILED,
    /** Nothing was heard of it for longer than it may take. What comes later still counts. */
    TIMED_OUT;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Whether nothing more is expected of the boot. */
    public boolean isEnd() {
        return compareTo(UP) >= 0;
    }

    /** As it stands in the journal and in JSON. */
    public String word() {
        return word;
    }

    /**
     * Of that word.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static State of(String word) {
        for (State state : values()) {
            if (state.word.equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("\"" + word + "\" is no state of a boot");
    }
}
