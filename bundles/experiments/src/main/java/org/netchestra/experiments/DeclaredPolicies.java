package org.netchestra.experiments;

import java.util.stream.Collectors;
import org.netchestra.conformance.DeclaredPolicy;
import org.netchestra.simulation.PolicyCatalog;

/** The policies of all bundles on the class path, as these declare them. */
public final class DeclaredPolicies {

    private DeclaredPolicies() {}

    public static PolicyCatalog catalog() {
        return new PolicyCatalog(DeclaredPolicy.onClassPath(DeclaredPolicies.class.getClassLoader()).stream()
                .collect(Collectors.toMap(DeclaredPolicy::name, DeclaredPolicy::policy)));
    }
}
