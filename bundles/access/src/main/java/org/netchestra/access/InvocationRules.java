package org.netchestra.access;

import java.util.List;
import javax.management.ObjectName;

/** Says whether the caller, known from his thread, may invoke an operation: Karaf's jmx.acl*.cfg in practice. */
@FunctionalInterface
public interface InvocationRules {

    /**
     * @param bean the MBean, registered or not
     * @param operation the plain name; a getter or setter's for attributes
     * @param signature the class names of the parameters
     */
    boolean mayInvoke(ObjectName bean, String operation, List<String> signature);
}
