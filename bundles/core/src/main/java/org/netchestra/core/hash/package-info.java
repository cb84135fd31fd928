/**
 * Hash functions and the immutable tables made of them: what hash policies and their proofs are built from.
 *
 * <p>Pure: the same input gives the same result on every machine and in every version, since a hash that changes moves
 * every key of a cluster. Nothing here knows of weights that change, of health or of requests.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.core.hash;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
