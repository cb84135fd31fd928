package org.netchestra.camel.osgi;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.netchestra.camel.EventSource;
import org.netchestra.camel.EventsEndpoint;
import org.netchestra.camel.ExchangeEndpoint;
import org.netchestra.camel.NetchestraComponent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Gives the component {@code netchestra:} to every Camel context in this framework, ours and those of users. */
@Component(property = "component=" + NetchestraResolver.SCHEME)
public final class NetchestraResolver implements ComponentResolver {

    static final String SCHEME = "netchestra";

    private final EventSource events;
    private final RouteDoors doors;

    @Activate
    public NetchestraResolver(@Reference EventSource events, @Reference RouteDoors doors) {
        this.events = events;
        this.doors = doors;
    }

    @Override
    public org.apache.camel.Component resolveComponent(String name, CamelContext context) {
        return new NetchestraComponent(
                Map.of("events", EventsEndpoint.of(events), "exchange", ExchangeEndpoint.of(doors.gates())));
    }
}
