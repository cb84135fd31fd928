package org.netchestra.access.osgi;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.http.context.ServletContextHelper;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContext;

/** The web context /hawtio: pages, login and Jolokia share its sessions, and nothing else does. */
@Component(service = ServletContextHelper.class, scope = ServiceScope.BUNDLE)
@HttpWhiteboardContext(name = ConsoleContext.NAME, path = "/hawtio")
public final class ConsoleContext extends ServletContextHelper {

    static final String NAME = "hawtio";
    static final String SELECT = "(osgi.http.whiteboard.context.name=" + NAME + ")";

    @Activate
    public ConsoleContext(BundleContext context) {
        super(context.getBundle());
    }
}
