/**
 * A real HTTP/1.1 server for demos and tests, in this process or in one of its own.
 * What it answers is in the target of the request ({@code /bytes/1024}, {@code /burn/1e5}, {@code /echo}); each
 * reply names the server that made it, and an optional ledger keeps every request it served.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.workload.server;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
