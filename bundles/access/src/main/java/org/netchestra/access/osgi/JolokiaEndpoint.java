package org.netchestra.access.osgi;

import java.util.Optional;
import javax.security.auth.Subject;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServletRequest;
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
public final class JolokiaEndpoint extends Jolokia {

    private static final long serialVersionUID = 1L;

    @Activate
    public JolokiaEndpoint(BundleContext context) {
        super(context, "Basic realm=\"netchestra\", charset=\"UTF-8\"");
    }

    @Override
    Optional<Subject> subject(HttpServletRequest request, Logins logins) {
        return Requests.basicSubject(request, logins);
    }
}
