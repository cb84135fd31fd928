/**
 * The commands {@code netchestra:*} of the Karaf shell: tables for people, JSON for scripts, errors as one clear line and
 * a non-zero result.
 */
@NullMarked
package org.netchestra.shell;

import org.jspecify.annotations.NullMarked;
