/**
 * What is known of an exchange (one request and its reply) when it has ended.
 *
 * <p>Register an {@link ExchangeListener} as a service to see every {@link ExchangeRecord}: metrics, access logs,
 * weight controllers and passive health checks are such listeners.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.api.exchange;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
