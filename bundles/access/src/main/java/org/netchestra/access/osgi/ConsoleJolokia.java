package org.netchestra.access.osgi;

import java.io.IOException;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.servlet.Servlet;
import javax.servlet.ServletConfig;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.netchestra.access.JaasLogins;
import org.netchestra.access.Logins;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** JMX over HTTP for the console's pages, at /hawtio/jolokia: the session's user, or a login with the request. */
@Component(
        service = Servlet.class,
        scope = ServiceScope.PROTOTYPE,
        property = {
            "servlet.init.mbeanQualifier=qualifier=hawtio",
            "servlet.init.includeStackTrace=false",
            "servlet.init.allowErrorDetails=false"
        })
@HttpWhiteboardContextSelect(ConsoleContext.SELECT)
@HttpWhiteboardServletName("hawtio-jolokia")
@HttpWhiteboardServletPattern("/jolokia/*")
public final class ConsoleJolokia extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Logins logins = new JaasLogins("karaf");
    private final transient Jolokia jolokia;

    @Activate
    public ConsoleJolokia(BundleContext context) {
        this.jolokia = new Jolokia(context);
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        jolokia.init(config);
    }

    @Override
    public void destroy() {
        jolokia.destroy();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Optional<Subject> subject = Requests.sessionSubject(request).or(() -> Requests.basicSubject(request, logins));
        if (subject.isEmpty()) {
            // Not the Basic scheme: the pages have a login of their own and the browser shall not ask.
            response.setHeader("WWW-Authenticate", "Session realm=\"netchestra\"");
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        jolokia.serve(subject.get(), request, response);
    }
}
