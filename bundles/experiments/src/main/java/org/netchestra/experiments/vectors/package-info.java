/**
 * The published test vectors, run through the policies as their bundles declare them.
 *
 * <p>A file's format is told by its content, case by case; what has no part of the product behind it yet is said to be
 * unsupported and counts as failed.
 */
@NullMarked
package org.netchestra.experiments.vectors;

import org.jspecify.annotations.NullMarked;
