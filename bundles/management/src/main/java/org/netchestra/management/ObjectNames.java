package org.netchestra.management;

import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** The names our MBeans have. */
final class ObjectNames {

    static final ObjectName DISPATCHER = of("type=Dispatcher");
    static final ObjectName POLICIES = of("type=Policies");
    static final ObjectName EVENTS = of("type=Events");
    static final ObjectName JOURNAL = of("type=Journal");

    private static final Pattern PLAIN = Pattern.compile("[^,=:\"*?\\n]+");

    private ObjectNames() {}

    static ObjectName virtualServer(String name) {
        return of("type=VirtualServer,name=" + value(name));
    }

    static ObjectName realServer(String virtualServer, String name) {
        return of("type=RealServer,virtualServer=" + value(virtualServer) + ",name=" + value(name));
    }

    private static String value(String text) {
        return PLAIN.matcher(text).matches() ? text : ObjectName.quote(text);
    }

    private static ObjectName of(String properties) {
        try {
            return new ObjectName("org.netchestra:" + properties);
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalArgumentException("object name: " + properties, impossible);
        }
    }
}
