package io.plasmd.provider.netboot.boots;

/** To the word of a machine. */
public enum Answer {
    /** It is up: this word, or an earlier one with the same token, said so. */
    DONE,
    /** It has failed: this word, or an earlier one with the same token, said so. */
    FAILED,
    UNKNOWN_MACHINE,
    /** The token is not of a script that the machine may have booted from. */
    WRONG_TOKEN
}
