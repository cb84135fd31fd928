package org.netchestra.hawtio.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.netchestra.hawtio.Page;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The application's files under /hawtio. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=hawtio)")
@HttpWhiteboardServletName("hawtio-pages")
@HttpWhiteboardServletPattern("/*")
public final class Pages extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** What the access bundle's login leaves in a session. */
    private static final String USER = "org.netchestra.access.user";

    /** The application needs inline styles and evaluates its templates; everything comes from here. */
    private static final String CONTENT_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
            + " style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self';"
            + " frame-ancestors 'none'";

    private final transient Bundle bundle;

    @Activate
    public Pages(BundleContext context) {
        this.bundle = context.getBundle();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Page page = Page.at(request.getPathInfo());
        if (page == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (page.needsLogin() && !loggedIn(request)) {
            response.sendRedirect(request.getContextPath() + "/" + Page.LOGIN);
        } else {
            send(page, bundle.getEntry("pages/" + page.file()), response);
        }
    }

    private static boolean loggedIn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(USER) != null;
    }

    private static void send(Page page, @Nullable URL file, HttpServletResponse response) throws IOException {
        if (file == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType(page.type());
        response.setHeader("Cache-Control", page.unchanging() ? "max-age=31536000, immutable" : "no-cache");
        response.setHeader("Content-Security-Policy", CONTENT_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        try (InputStream content = file.openStream()) {
            content.transferTo(response.getOutputStream());
        }
    }
}
