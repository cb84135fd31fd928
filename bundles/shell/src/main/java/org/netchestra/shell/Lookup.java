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

    static PolicyStatus policy(ClusterControl control, String name) {
        return named("policy", name, control.policies(), PolicyStatus::name);
    }

    private static <T> T named(String kind, String name, List<T> all, Function<T, String> nameOf) {
        return all.stream()
                .filter(one -> nameOf.apply(one).equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownNameException(
                        kind, name, all.stream().map(nameOf).toList()));
    }
}
