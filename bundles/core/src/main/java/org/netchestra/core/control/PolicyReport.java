package org.netchestra.core.control;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.netchestra.api.control.PolicyStatus;

/** Lists the policies that are present or in use. Stateless. */
final class PolicyReport {

    private PolicyReport() {}

    static List<PolicyStatus> of(PolicyDirectory directory, Collection<VirtualServerHandle> handles) {
        Set<String> names = new TreeSet<>(directory.names());
        handles.forEach(handle -> names.add(configuredName(handle)));
        return names.stream().map(name -> of(name, directory, handles)).toList();
    }

    private static PolicyStatus of(String name, PolicyDirectory directory, Collection<VirtualServerHandle> handles) {
        NamedPolicy present = directory.find(name);
        List<String> users = handles.stream()
                .filter(handle -> configuredName(handle).equals(name))
                .map(VirtualServerHandle::name)
                .toList();
        return new PolicyStatus(name, present == null ? "" : present.origin(), present != null, users);
    }

    private static String configuredName(VirtualServerHandle handle) {
        return handle.current().spec().policy().name();
    }
}
