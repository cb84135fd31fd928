package org.netchestra.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads routes, pools and the sorry server, and checks that they fit together. Confined to one reading. */
final class RoutingReader {

    private static final String SORRY = "sorry";
    private static final String SORRY_EXPECTED =
            "a server as name=host:port, or an action: 'pool NAME', 'redirect 302 https://...', 'reply 503 \"text\"'";

    private final ConfigurationText text;
    private final PoolReader.Maker maker;
    private final PoolReader poolReader;

    RoutingReader(ConfigurationText text, Map<String, String> values, PoolReader.Maker maker) {
        this.text = text;
        this.maker = maker;
        poolReader = new PoolReader(text, values);
    }

    RoutingSpec read(Protocol protocol) {
        List<RouteSpec> routes = RouteReader.readAll(text);
        Map<String, VirtualServerSpec> pools = poolReader.readAll(maker);
        RouteAction sorry = sorry(pools);
        if (protocol == Protocol.TCP) {
            checkForConnections(routes, sorry);
        }
        if (protocol != Protocol.HTTP && text.has("affinity")) {
            text.problem(
                    "affinity",
                    text.text("affinity", ""),
                    "protocol = http with it; for connections choose a policy such as 'sh'");
        }
        routes.forEach(route -> check("route." + route.order(), route.action(), pools));
        return new RoutingSpec(routes, List.copyOf(pools.values()), sorry);
    }

    /** Of a connection that is passed through, nothing shows but the name in its TLS handshake. */
    private void checkForConnections(List<RouteSpec> routes, @Nullable RouteAction sorry) {
        if (sorry != null) {
            text.problem("protocol", "tcp", "http: 'sorry' is for requests");
        }
        for (RouteSpec route : routes) {
            RouteCondition condition = route.condition();
            boolean byName = condition.paths().isEmpty()
                    && condition.methods().isEmpty()
                    && condition.headers().isEmpty();
            boolean plain = route.action() instanceof RouteAction.ToPool to && !to.rewritesPath() && to.host() == null;
            if (!byName || !plain) {
                text.problem(
                        "route." + route.order(),
                        "",
                        "with protocol = tcp, host= (the name in the TLS handshake) or *, and 'pool NAME'");
            }
        }
        if (!routes.isEmpty() && text.has("tls-certificates")) {
            text.problem(
                    "tls-certificates",
                    text.text("tls-certificates", ""),
                    "none: routes of protocol = tcp pass connections through encrypted");
        }
    }

    private @Nullable RouteAction sorry(Map<String, VirtualServerSpec> pools) {
        String value = text.text(SORRY, "");
        if (!text.has(SORRY)) {
            return null;
        }
        if (RouteActionReader.isAction(value)) {
            Words words = new Words(value);
            RouteAction action = RouteActionReader.read(text, SORRY, words);
            check(SORRY, action, pools);
            return action;
        }
        if (value.indexOf('=') < 0 || pools.containsKey(SORRY)) {
            text.problem(
                    SORRY, value, pools.containsKey(SORRY) ? "'pool sorry', as there is such a pool" : SORRY_EXPECTED);
            return null;
        }
        poolReader.addSorry(maker, SORRY, value);
        return new RouteAction.ToPool(SORRY, "", "", null);
    }

    private void check(String key, RouteAction action, Map<String, VirtualServerSpec> pools) {
        if (!(action instanceof RouteAction.ToPool to) || pools.containsKey(to.pool())) {
            return;
        }
        if (to.pool().equals(RouteAction.DEFAULT_POOL) && !key.equals(SORRY)) {
            return;
        }
        List<String> known = new ArrayList<>(pools.keySet());
        if (!key.equals(SORRY)) {
            known.add(RouteAction.DEFAULT_POOL);
        }
        text.problem(
                key,
                "pool " + to.pool(),
                "one of the pools " + String.join(", ", known) + Suggestion.forWord(to.pool(), known));
    }
}
