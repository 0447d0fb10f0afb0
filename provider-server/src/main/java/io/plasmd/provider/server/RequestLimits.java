package io.plasmd.provider.server;

/**
 * What is accepted of requests.
 *
 * @param underWay at once
 * @param perEndpoint of them for one plugin
 * @param uriLength characters of path and query
 */
record RequestLimits(int underWay, int perEndpoint, int uriLength) {}
