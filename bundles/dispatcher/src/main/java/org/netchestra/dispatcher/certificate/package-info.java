/** Certificates and keys: read from PEM files, checked against one another, and chosen by the name that a client asks for. Pure. */
@NullMarked
package org.netchestra.dispatcher.certificate;

import org.jspecify.annotations.NullMarked;
