package org.netchestra.hawtio.osgi;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.json.Json;
import javax.json.JsonArrayBuilder;
import javax.json.JsonObjectBuilder;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The plug-ins the application shall load: every MBean {@code hawtio:type=plugin,name=*} with its attributes Name,
 * Context, Domain and Scripts.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=hawtio)")
@HttpWhiteboardServletName("hawtio-plugins")
@HttpWhiteboardServletPattern("/plugin")
public final class PluginList extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        JsonObjectBuilder plugins = Json.createObjectBuilder();
        try {
            for (ObjectName plugin : server.queryNames(new ObjectName("hawtio:type=plugin,name=*"), null)) {
                plugins.add(text(server, plugin, "Name"), describe(server, plugin));
            }
        } catch (JMException e) {
            throw new IOException("hawtio:type=plugin: " + e.getMessage(), e);
        }
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(plugins.build().toString());
    }

    private static JsonObjectBuilder describe(MBeanServer server, ObjectName plugin) throws JMException {
        JsonArrayBuilder scripts = Json.createArrayBuilder();
        for (String script : (String[]) server.getAttribute(plugin, "Scripts")) {
            scripts.add(script);
        }
        return Json.createObjectBuilder()
                .add("Name", text(server, plugin, "Name"))
                .add("Context", text(server, plugin, "Context"))
                .add("Domain", text(server, plugin, "Domain"))
                .add("Scripts", scripts);
    }

    private static String text(MBeanServer server, ObjectName plugin, String attribute) throws JMException {
        Object value = server.getAttribute(plugin, attribute);
        return value == null ? "" : value.toString();
    }
}
