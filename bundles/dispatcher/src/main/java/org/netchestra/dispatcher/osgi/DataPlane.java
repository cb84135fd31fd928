package org.netchestra.dispatcher.osgi;

import org.netchestra.core.control.Conductor;
import org.netchestra.dispatcher.netty.Dispatcher;

/** The running data plane with its control plane, for the virtual servers of this bundle. */
public interface DataPlane {

    Dispatcher dispatcher();

    Conductor conductor();

    PolicyIntake policies();
}
