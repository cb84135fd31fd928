/** What-if in the appliance: the live virtual servers, policies and access log in, a service out, work delegated. */
@NullMarked
package org.netchestra.simulation.osgi;

import org.jspecify.annotations.NullMarked;
