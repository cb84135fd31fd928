/**
 * Moves the weights of a virtual server by the response times that its real servers show, and proves every move.
 *
 * <p>Pure classes: a {@link WeightController} turns {@linkplain Reading readings} into {@linkplain WeightChange changes};
 * what a {@link WeightRecord} wrote down a {@link WeightReplay} computes again.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.controller;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
