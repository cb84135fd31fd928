package org.netchestra.workload.appliance;

import java.io.IOException;
import java.util.List;
import org.netchestra.workload.process.FreePorts;

/**
 * The appliance's own ports, all on the loopback address.
 *
 * @param http the console and Jolokia
 * @param ssh the shell
 * @param rmiRegistry JMX
 * @param rmiServer JMX
 */
public record AppliancePorts(int http, int ssh, int rmiRegistry, int rmiServer) {
    static AppliancePorts free() throws IOException {
        List<Integer> ports = FreePorts.take(4);
        return new AppliancePorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }
}
