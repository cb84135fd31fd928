/** The MBeans as declarative-services components. */
@NullMarked
package org.netchestra.management.osgi;

import org.jspecify.annotations.NullMarked;
