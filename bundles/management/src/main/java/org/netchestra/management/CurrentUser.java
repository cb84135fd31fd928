package org.netchestra.management;

import java.security.AccessController;
import java.security.Principal;
import java.util.Set;
import javax.security.auth.Subject;

/** Who calls, as far as the login tells: JMX over RMI and Jolokia run operations as the subject that logged in. */
final class CurrentUser {

    /** Stands for a caller within this process, who needs no login. */
    static final String NOBODY = "jmx";

    private CurrentUser() {}

    // Karaf 4.4 hands the subject on in the access control context; JDK 17 knows no other way to ask for it.
    @SuppressWarnings("removal")
    static String name() {
        Subject subject = Subject.getSubject(AccessController.getContext());
        return subject == null ? NOBODY : name(subject.getPrincipals());
    }

    /** A subject also holds its roles and groups; only the user's own principal names a person. */
    private static String name(Set<Principal> principals) {
        return principals.stream()
                .filter(p -> p.getClass().getSimpleName().equals("UserPrincipal")
                        || p instanceof javax.management.remote.JMXPrincipal)
                .map(Principal::getName)
                .findFirst()
                .orElse(NOBODY);
    }
}
