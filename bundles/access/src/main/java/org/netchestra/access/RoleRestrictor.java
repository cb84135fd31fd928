package org.netchestra.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jolokia.restrictor.Restrictor;
import org.jolokia.util.HttpMethod;
import org.jolokia.util.RequestType;

/**
 * Holds every Jolokia request to the roles that hold for JMX: reading an attribute is calling its getter, writing it
 * its setter, and the catalogue is an operation {@code list}. Where the request came from is judged before
 * ({@link RequestGate}). Thread-safe.
 */
public final class RoleRestrictor implements Restrictor {

    private static final Set<RequestType> ON_ONE_BEAN =
            EnumSet.of(RequestType.READ, RequestType.WRITE, RequestType.EXEC);
    private static final Set<RequestType> CATALOGUE =
            EnumSet.of(RequestType.LIST, RequestType.SEARCH, RequestType.VERSION);
    private static final ObjectName CATALOGUE_BEAN = KarafInvocationRules.name("org.netchestra:type=Catalogue");

    private final InvocationRules rules;
    private final Signatures signatures;

    public RoleRestrictor(InvocationRules rules, MBeanServer server) {
        this.rules = rules;
        this.signatures = new Signatures(server);
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return ON_ONE_BEAN.contains(type)
                || (CATALOGUE.contains(type) && rules.mayInvoke(CATALOGUE_BEAN, "list", List.of()));
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName bean, String attribute) {
        return allowed(bean, signatures.getter(bean, attribute));
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName bean, String attribute) {
        return allowed(bean, signatures.setter(bean, attribute));
    }

    /** A bare name that could mean several operations needs the right to all of them. */
    @Override
    public boolean isOperationAllowed(ObjectName bean, String operation) {
        return signatures.operations(bean, operation).stream().allMatch(each -> allowed(bean, each));
    }

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return true;
    }

    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return true;
    }

    /** Never a permission for other sites; the strict question was answered at the gate. */
    @Override
    public boolean isOriginAllowed(String origin, boolean strict) {
        return strict;
    }

    private boolean allowed(ObjectName bean, Signatures.Operation operation) {
        return rules.mayInvoke(bean, operation.name(), operation.parameters());
    }
}
