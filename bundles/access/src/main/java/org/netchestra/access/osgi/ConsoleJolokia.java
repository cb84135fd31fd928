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
public final class ConsoleJolokia extends Jolokia {

    private static final long serialVersionUID = 1L;

    @Activate
    public ConsoleJolokia(BundleContext context) {
        // Not the Basic scheme: the pages have a login of their own and the browser shall not ask.
        super(context, "Session realm=\"netchestra\"");
    }

    @Override
    Optional<Subject> subject(HttpServletRequest request, Logins logins) {
        return Requests.sessionSubject(request).or(() -> Requests.basicSubject(request, logins));
    }
}
