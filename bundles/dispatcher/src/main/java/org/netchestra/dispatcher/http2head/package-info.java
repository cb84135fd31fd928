/** Sections of fields in HTTP/2 (RFC 9113), read as heads of HTTP/1.1 by the same parser, and heads shown as such fields. Pure. */
@NullMarked
package org.netchestra.dispatcher.http2head;

import org.jspecify.annotations.NullMarked;
