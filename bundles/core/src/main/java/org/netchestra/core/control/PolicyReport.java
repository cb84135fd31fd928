package org.netchestra.core.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.netchestra.api.control.PolicyState;
import org.netchestra.api.control.PolicyStatus;

/** Lists the policies that are present or missing. Stateless. */
final class PolicyReport {

    private PolicyReport() {}

    static List<PolicyStatus> of(PolicyDirectory directory, Collection<VirtualServerHandle> handles) {
        Set<String> names = new TreeSet<>(directory.names());
        handles.forEach(handle -> names.add(configuredName(handle)));
        List<PolicyStatus> all = new ArrayList<>();
        for (String name : names) {
            directory.registrations(name).stream()
                    .map(registration -> of(registration, directory, handles))
                    .sorted(Comparator.comparing(PolicyStatus::state))
                    .forEach(all::add);
            List<String> deprived =
                    users(handles, handle -> configuredName(handle).equals(name));
            if (directory.find(name) == null && !deprived.isEmpty()) {
                all.add(new PolicyStatus(name, "", PolicyState.MISSING, "", deprived));
            }
        }
        return List.copyOf(all);
    }

    private static PolicyStatus of(
            PolicyRegistration registration, PolicyDirectory directory, Collection<VirtualServerHandle> handles) {
        NamedPolicy policy = registration.policy();
        boolean behind = registration.state() == PolicyState.ACTIVE && !directory.inForce(policy);
        return new PolicyStatus(
                policy.name(),
                policy.origin(),
                behind ? PolicyState.STANDBY : registration.state(),
                registration.note(),
                users(handles, handle -> uses(handle, policy)));
    }

    private static List<String> users(Collection<VirtualServerHandle> handles, Predicate<VirtualServerHandle> which) {
        return handles.stream().filter(which).map(VirtualServerHandle::name).toList();
    }

    private static boolean uses(VirtualServerHandle handle, NamedPolicy policy) {
        ActivePolicy active = handle.current().policy();
        return active != null && active.involves(policy);
    }

    private static String configuredName(VirtualServerHandle handle) {
        return handle.current().spec().policy().name();
    }
}
