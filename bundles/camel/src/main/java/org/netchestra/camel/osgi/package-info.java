/** Declarative services: the event whiteboard, the component's resolver, the Camel context and the route installer. */
@NullMarked
package org.netchestra.camel.osgi;

import org.jspecify.annotations.NullMarked;
