package org.netchestra.workload.appliance;

import java.util.ArrayList;
import java.util.List;

/**
 * The configuration file of a virtual server, as an operator would write it. Immutable.
 *
 * @param name the virtual server's name, a part of the file's name
 * @param listen where it listens, {@code address:port}
 * @param protocol {@code http} or {@code tcp}
 * @param policy the balancing policy's name
 * @param servers the real servers, each {@code name=address:port} and perhaps more, such as {@code weight=2}
 * @param more further lines, {@code key = value}
 */
public record VirtualServerFile(
        String name, String listen, String protocol, String policy, List<String> servers, List<String> more) {

    /** An http virtual server on this port of the loopback address, under round robin, without servers so far. */
    public static VirtualServerFile http(String name, int port) {
        return new VirtualServerFile(name, "127.0.0.1:" + port, "http", "rr", List.of(), List.of());
    }

    /** The same under another policy. */
    public VirtualServerFile policy(String newPolicy) {
        return new VirtualServerFile(name, listen, protocol, newPolicy, servers, more);
    }

    /** The same with one more server on this port of the loopback address. */
    public VirtualServerFile server(String serverName, int port) {
        return server(serverName + "=127.0.0.1:" + port);
    }

    /** The same with one more server of this weight. */
    public VirtualServerFile server(String serverName, int port, int weight) {
        return server(serverName + "=127.0.0.1:" + port + " weight=" + weight);
    }

    /** The same with one more server as it is written, such as {@code s1=127.0.0.1:9001 max-in-flight=2}. */
    public VirtualServerFile server(String text) {
        return new VirtualServerFile(name, listen, protocol, policy, and(servers, text), more);
    }

    /** The same with one more setting. */
    public VirtualServerFile with(String key, String value) {
        return new VirtualServerFile(name, listen, protocol, policy, servers, and(more, key + " = " + value));
    }

    private static List<String> and(List<String> list, String text) {
        List<String> longer = new ArrayList<>(list);
        longer.add(text);
        return List.copyOf(longer);
    }

    /** The file's name beneath etc. */
    public String fileName() {
        return "org.netchestra.virtualserver-" + name + ".cfg";
    }

    /** What the file says. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("listen   = " + listen);
        lines.add("protocol = " + protocol);
        lines.add("policy   = " + policy);
        lines.add("servers  = " + String.join(", ", servers));
        lines.addAll(more);
        return String.join("\n", lines) + "\n";
    }
}
