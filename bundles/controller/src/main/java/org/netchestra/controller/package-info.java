/** Moves the weights of a virtual server by the response times that its real servers show, and proves every move. */
@NullMarked
package org.netchestra.controller;

import org.jspecify.annotations.NullMarked;
