package org.netchestra.accesslog;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.netchestra.api.exchange.ExchangeRecord;

/** Fields that several formats print in the same way. */
final class Fields {

    private Fields() {}

    static String address(InetSocketAddress client) {
        InetAddress address = client.getAddress();
        return address == null ? client.getHostString() : address.getHostAddress();
    }

    /** The request's first line in quotes. */
    static void requestLine(Line line, ExchangeRecord exchange, Escaping escaping, String whenUnreadable) {
        String method = exchange.method();
        line.put('"');
        if (method.isEmpty()) {
            line.put(whenUnreadable);
        } else {
            escaping.put(line, method);
            line.put(' ');
            escaping.put(line, exchange.target());
            line.put(' ').put(exchange.protocol());
        }
        line.put('"');
    }

    /** The pool's own name; the virtual server's for the pool of its own servers. */
    static String pool(ExchangeRecord exchange) {
        return exchange.pool().substring(exchange.pool().indexOf('/') + 1);
    }
}
