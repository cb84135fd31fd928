/**
 * Who may enter the appliance's administration and what he may do there.
 *
 * <p>The first administrator and his password, how passwords are kept, and the rules every request to the
 * management endpoints has to pass. Pure classes: files, hashes and decisions.
 */
@NullMarked
package org.netchestra.access;

import org.jspecify.annotations.NullMarked;
