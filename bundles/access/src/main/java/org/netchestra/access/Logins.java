package org.netchestra.access;

import java.util.Optional;
import javax.security.auth.Subject;

/** Turns credentials into a subject with roles. */
@FunctionalInterface
public interface Logins {

    /** The subject of these credentials; empty if they are wrong. Thread-safe. */
    Optional<Subject> login(Credentials credentials);
}
