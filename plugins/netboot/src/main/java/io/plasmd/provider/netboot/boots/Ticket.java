package io.plasmd.provider.netboot.boots;

/**
 * What a script names its boot by.
 *
 * @param boot goes into the query of each URL of the script, {@code boot=…}
 * @param token goes into the address by which the machine says how it went, {@code token=…}; known to nobody else
 */
public record Ticket(String boot, String token) {}
