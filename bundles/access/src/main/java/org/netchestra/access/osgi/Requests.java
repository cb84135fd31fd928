package org.netchestra.access.osgi;

import java.util.Optional;
import javax.security.auth.Subject;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpSession;
import org.netchestra.access.Credentials;
import org.netchestra.access.Logins;
import org.netchestra.access.RequestGate;

/** What our endpoints read from a request. */
final class Requests {

    /** Session attributes; the user's name is also what the console's pages look at. */
    static final String SUBJECT = "org.netchestra.access.subject";

    static final String USER = "org.netchestra.access.user";

    private Requests() {}

    static Optional<Subject> basicSubject(HttpServletRequest request, Logins logins) {
        return Credentials.ofBasic(request.getHeader("Authorization")).flatMap(logins::login);
    }

    static Optional<Subject> sessionSubject(HttpServletRequest request) {
        return attribute(request, SUBJECT).map(Subject.class::cast);
    }

    static Optional<String> sessionUser(HttpServletRequest request) {
        return attribute(request, USER).map(String.class::cast);
    }

    static Optional<String> foreign(HttpServletRequest request) {
        return RequestGate.foreign(
                request.getHeader("Host"), request.getHeader("Origin"), request.getHeader("Sec-Fetch-Site"));
    }

    private static Optional<Object> attribute(HttpServletRequest request, String name) {
        HttpSession session = request.getSession(false);
        return session == null ? Optional.empty() : Optional.ofNullable(session.getAttribute(name));
    }
}
