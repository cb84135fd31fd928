package org.netchestra.camel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.route.HeaderField;

/**
 * Header fields of HTTP as headers of a message, and back. What begins with {@code Camel} never crosses the border: it
 * steers components, and is not the client's to set.
 */
final class ExchangeHeaders {

    /** The client: {@code 192.0.2.7:51234}. A producer takes it over, so that policies and servers see this client. */
    static final String CLIENT = "CamelNetchestraClient";

    /** The virtual server that the client asked. */
    static final String VIRTUAL_SERVER = "CamelNetchestraVirtualServer";

    private ExchangeHeaders() {}

    /** Sets a header for each field; a name that comes again makes a list. */
    static void set(Message message, List<HeaderField> fields) {
        for (HeaderField field : fields) {
            if (!isCamels(field.name())) {
                Object before = message.getHeader(field.name());
                message.setHeader(field.name(), before == null ? field.value() : joined(before, field.value()));
            }
        }
    }

    private static List<Object> joined(Object before, String value) {
        List<Object> values = before instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>(List.of(before));
        values.add(value);
        return values;
    }

    /**
     * The fields that a message's headers make.
     *
     * @param not headers that are left out where they have the same value still
     */
    static List<HeaderField> fields(Message message, Map<String, Object> not) {
        List<HeaderField> fields = new ArrayList<>();
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            Object value = header.getValue();
            if (value != null && !isCamels(header.getKey()) && not.get(header.getKey()) != value) {
                for (Object one : value instanceof Iterable<?> several ? several : List.of(value)) {
                    fields.add(new HeaderField(header.getKey(), String.valueOf(one)));
                }
            }
        }
        return fields;
    }

    /** Takes out what the fields of a request have made, so that it is not taken for fields of the reply. */
    static void clear(Message message) {
        message.getHeaders().keySet().removeIf(name -> !isCamels(name));
    }

    /** The request's target from path and query. */
    static String target(Message message) {
        String path = message.getHeader(Exchange.HTTP_PATH, "/", String.class);
        String query = message.getHeader(Exchange.HTTP_QUERY, "", String.class);
        String absolute = path.startsWith("/") || "*".equals(path) ? path : "/" + path;
        return query.isEmpty() ? absolute : absolute + "?" + query;
    }

    static void setTarget(Message message, String target) {
        int query = target.indexOf('?');
        message.setHeader(Exchange.HTTP_PATH, query < 0 ? target : target.substring(0, query));
        message.removeHeader(Exchange.HTTP_QUERY);
        if (query >= 0) {
            message.setHeader(Exchange.HTTP_QUERY, target.substring(query + 1));
        }
    }

    static String client(InetSocketAddress client) {
        String host = client.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + client.getPort();
    }

    /** The client that a message names; this machine when it names none. */
    static InetSocketAddress client(Message message) {
        String text = message.getHeader(CLIENT, String.class);
        InetSocketAddress named = text == null ? null : parse(text);
        return named == null ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0) : named;
    }

    private static @Nullable InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (!text.matches("(\\[[0-9a-fA-F:.%]+]|[0-9.]+):\\d{1,5}")) {
            return null;
        }
        try {
            // A literal: no name is looked up.
            InetAddress address = InetAddress.getByName(text.substring(0, colon));
            return new InetSocketAddress(address, Math.min(65535, Integer.parseInt(text.substring(colon + 1))));
        } catch (UnknownHostException odd) {
            return null;
        }
    }

    private static boolean isCamels(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("camel") || lower.startsWith("org.apache.camel");
    }
}
