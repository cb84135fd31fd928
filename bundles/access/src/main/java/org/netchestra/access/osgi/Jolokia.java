package org.netchestra.access.osgi;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.security.auth.Subject;
import javax.servlet.ServletConfig;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jolokia.osgi.servlet.JolokiaServlet;
import org.netchestra.access.KarafInvocationRules;
import org.netchestra.access.RequestGate;
import org.netchestra.access.RoleRestrictor;
import org.osgi.framework.BundleContext;

/** A Jolokia agent behind the gate and the roles. Confined to the servlet it serves; requests may be concurrent. */
final class Jolokia {

    /** Where Jolokia looks for the subject to act as (its ConfigKey.JAAS_SUBJECT_REQUEST_ATTRIBUTE). */
    private static final String SUBJECT = "org.jolokia.jaasSubject";

    private final JolokiaServlet agent;

    Jolokia(BundleContext context) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        this.agent = new JolokiaServlet(context, new RoleRestrictor(new KarafInvocationRules(server), server));
    }

    void init(ServletConfig config) throws ServletException {
        agent.init(config);
    }

    void destroy() {
        agent.destroy();
    }

    /** Serves a request of a known subject. */
    void serve(Subject subject, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Optional<String> refusal = Requests.foreign(request).or(() -> unfit(request));
        if (refusal.isPresent()) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, refusal.get());
            return;
        }
        request.setAttribute(SUBJECT, subject);
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
