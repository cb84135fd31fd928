package org.netchestra.access.osgi;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.security.auth.Subject;
import javax.servlet.ServletConfig;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jolokia.osgi.servlet.JolokiaServlet;
import org.netchestra.access.JaasLogins;
import org.netchestra.access.KarafInvocationRules;
import org.netchestra.access.Logins;
import org.netchestra.access.RequestGate;
import org.netchestra.access.RoleRestrictor;
import org.osgi.framework.BundleContext;

/** A Jolokia agent behind a login, the gate and the roles. Requests may be concurrent. */
abstract class Jolokia extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Where Jolokia looks for the subject to act as (its ConfigKey.JAAS_SUBJECT_REQUEST_ATTRIBUTE). */
    private static final String SUBJECT = "org.jolokia.jaasSubject";

    private final transient Logins logins = new JaasLogins("karaf");
    private final transient JolokiaServlet agent;
    private final String challenge;

    /** @param challenge what WWW-Authenticate says to those who are not logged in */
    Jolokia(BundleContext context, String challenge) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        this.agent = new JolokiaServlet(context, new RoleRestrictor(new KarafInvocationRules(server), server));
        this.challenge = challenge;
    }

    /** Who asks, if that is known. */
    abstract Optional<Subject> subject(HttpServletRequest request, Logins logins);

    @Override
    public final void init(ServletConfig config) throws ServletException {
        super.init(config);
        agent.init(config);
    }

    @Override
    public final void destroy() {
        agent.destroy();
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Optional<Subject> subject = subject(request, logins);
        if (subject.isEmpty()) {
            response.setHeader("WWW-Authenticate", challenge);
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        Optional<String> refusal = Requests.foreign(request).or(() -> unfit(request));
        if (refusal.isPresent()) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, refusal.get());
            return;
        }
        request.setAttribute(SUBJECT, subject.get());
        agent.service(request, response);
    }

    private static Optional<String> unfit(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "POST" -> RequestGate.notJson(request.getContentType());
            case "GET" ->
                RequestGate.changing(
                        request.getPathInfo(), request.getParameter("p"), request.getParameter("callback"));
            default -> Optional.of(request.getMethod() + " (expected: GET or POST)");
        };
    }
}
