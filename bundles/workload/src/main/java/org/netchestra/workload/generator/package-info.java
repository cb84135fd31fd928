/**
 * Generates HTTP/1.1 requests from many connections and verifies every reply.
 * Closed loop (as fast as the replies come) or open loop (at a fixed rate, where the response time counts from the
 * moment a request was due, so that a stalled server cannot hide its stall); each failure is counted by its kind.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.workload.generator;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
