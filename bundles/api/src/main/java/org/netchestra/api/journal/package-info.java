/**
 * The request journal: keeps a request until its reply is confirmed, and decides what may be sent again.
 *
 * <p>A dispatcher opens a {@link JournalEntry} for each exchange, tells it how far each attempt came, and follows the
 * {@link Verdict} when one fails. Several exchanges that must all succeed are the steps of a transaction.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.api.journal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
