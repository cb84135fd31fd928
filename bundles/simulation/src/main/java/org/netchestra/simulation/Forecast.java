package org.netchestra.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.netchestra.api.control.PolicyForecast;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.api.control.VirtualServerStatus;

/** A live virtual server's policy and candidates over its own access log. Pure. */
public final class Forecast {

    private static final ServiceModel AS_LOGGED = new ServiceModel(0, 0, 0);
    private static final String CONTROLLER = "controller";

    private Forecast() {}

    /**
     * @param candidates with their options
     * @param log lines of the access log
     * @throws IOException when these tell nothing of the virtual server
     */
    public static PolicyForecast of(
            PolicyCatalog catalog, VirtualServerStatus status, List<String> candidates, List<String> log)
            throws IOException {
        AccessLogReader reader = new AccessLogReader(status.name());
        for (String line : log) {
            reader.line(line);
        }
        LoggedTrace trace = LoggedTrace.of(reader, LoggedTrace.Clients.AUTO);
        List<String> policies = new ArrayList<>(List.of(status.policy()));
        policies.addAll(candidates);
        WhatIf whatIf = WhatIf.of(
                trace,
                explained -> new WhatIf.Question(
                        catalog, policies, servers(status, explained), AS_LOGGED, List.of(), controller(status)));
        BackTest test = Objects.requireNonNull(whatIf.backTest(), "a log is tested");
        return new PolicyForecast(test.explains(), whatIf.text(), whatIf.page("What if: " + status.name()));
    }

    /** The configured servers as the log shows them; one that is not in it is left out, for nothing is known of it. */
    private static List<ServerModel> servers(VirtualServerStatus status, LoggedTrace trace) {
        Map<String, ServerModel> logged =
                trace.servers().stream().collect(Collectors.toMap(ServerModel::name, Function.identity()));
        List<ServerModel> servers = new ArrayList<>();
        for (ServerStatus server : status.servers()) {
            ServerModel model = logged.get(server.name());
            if (model != null) {
                servers.add(model.weighing(server.configuredWeight()));
            }
        }
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("access log: answers of " + logged.keySet()
                    + " (expected: of the servers of the virtual server " + status.name() + ")");
        }
        return servers;
    }

    private static Map<String, String> controller(VirtualServerStatus status) {
        Map<String, String> keys = new LinkedHashMap<>(status.configuration());
        keys.keySet().removeIf(key -> !key.startsWith(CONTROLLER));
        return keys.getOrDefault(CONTROLLER, "off").equals("off") ? Map.of() : keys;
    }
}
