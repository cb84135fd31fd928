/** The controllers as declarative-services components. */
@NullMarked
package org.netchestra.controller.osgi;

import org.jspecify.annotations.NullMarked;
