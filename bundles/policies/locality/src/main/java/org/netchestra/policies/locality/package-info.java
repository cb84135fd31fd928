/**
 * Policies that remember which server has what: the same key goes to the same server as long as that one is not busy.
 *
 * <p>What they remember is a table of bounded size that successive pickers share. The pickers are pure; the table's
 * entries are replaced by compare-and-set.
 */
@NullMarked
package org.netchestra.policies.locality;

import org.jspecify.annotations.NullMarked;
