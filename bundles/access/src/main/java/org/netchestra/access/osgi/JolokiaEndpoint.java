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
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** JMX over HTTP for programs, at /jolokia: a login with every request. */
@Component(
        service = Servlet.class,
        scope = ServiceScope.PROTOTYPE,
        property = {
            "servlet.init.mbeanQualifier=qualifier=netchestra",
            "servlet.init.includeStackTrace=false",
            "servlet.init.allowErrorDetails=false"
        })
@HttpWhiteboardServletName("jolokia")
@HttpWhiteboardServletPattern("/jolokia/*")
public final class JolokiaEndpoint extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Logins logins = new JaasLogins("karaf");
    private final transient Jolokia jolokia;

    @Activate
    public JolokiaEndpoint(BundleContext context) {
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
        Optional<Subject> subject = Requests.basicSubject(request, logins);
        if (subject.isEmpty()) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"netchestra\", charset=\"UTF-8\"");
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        jolokia.serve(subject.get(), request, response);
    }
}
