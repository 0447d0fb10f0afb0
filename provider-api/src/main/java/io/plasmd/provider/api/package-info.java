/**
 * What an endpoint sees of the host that runs it: the service provider interface of {@code provider}.
 *
 * <p>An {@link io.plasmd.provider.api.Endpoint} is found by {@link java.util.ServiceLoader}, is started with an
 * {@link io.plasmd.provider.api.EndpointContext}, and adds servlets, health checks, metrics and status fields through
 * it. The bundled endpoints use nothing but this package.
 */
@NullMarked
package io.plasmd.provider.api;

import org.jspecify.annotations.NullMarked;
