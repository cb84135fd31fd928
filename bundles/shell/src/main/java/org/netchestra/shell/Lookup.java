package org.netchestra.shell;

import java.util.List;
import java.util.function.Function;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.api.control.UnknownNameException;
import org.netchestra.api.control.VirtualServerStatus;

/** Finds what a user named, or says what there is. */
final class Lookup {

    private Lookup() {}

    static VirtualServerStatus virtualServer(ClusterControl control, String name) {
        return named("virtual server", name, control.virtualServers(), VirtualServerStatus::name);
    }

    static ServerStatus server(ClusterControl control, String virtualServer, String name) {
        return named("server", name, virtualServer(control, virtualServer).servers(), ServerStatus::name);
    }

    /** All implementations of a policy. */
    static List<PolicyStatus> policies(ClusterControl control, String name) {
        List<PolicyStatus> all = control.policies();
        named("policy", name, all, PolicyStatus::name);
        return all.stream().filter(policy -> policy.name().equals(name)).toList();
    }

    private static <T> T named(String kind, String name, List<T> all, Function<T, String> nameOf) {
        return all.stream()
                .filter(one -> nameOf.apply(one).equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownNameException(
                        kind, name, all.stream().map(nameOf).distinct().toList()));
    }
}
