package org.netchestra.simulation.osgi;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.netchestra.simulation.LastLines;

/** The appliance's own access log, found where its MBean says. */
final class AccessLogFile {

    private static final String MBEAN = "org.netchestra:type=AccessLog";
    private static final int MOST_BYTES_A_LINE = 1 << 10;
    private static final int MOST_BYTES = 128 << 20;

    private AccessLogFile() {}

    /** Its last lines. */
    static List<String> latest(int lines) throws IOException {
        return LastLines.of(file(), lines, (int) Math.min(MOST_BYTES, (long) lines * MOST_BYTES_A_LINE));
    }

    private static Path file() throws IOException {
        try {
            Object file = ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(MBEAN), "File");
            String name = String.valueOf(file);
            if (name.isEmpty()) {
                throw new IOException("access log: switched off (expected: enabled = true, format = json)");
            }
            return Path.of(name);
        } catch (InstanceNotFoundException absent) {
            throw new IOException("access log: not installed (expected: the feature netchestra-accesslog)", absent);
        } catch (JMException failure) {
            throw new IOException("access log: " + failure.getMessage(), failure);
        }
    }
}
