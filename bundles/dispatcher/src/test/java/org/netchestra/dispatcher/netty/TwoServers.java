package org.netchestra.dispatcher.netty;

import java.util.List;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.control.ChangeContext;

/** An appliance before two servers, "one" and "two", that say who they are, and a client of it. Must be closed. */
final class TwoServers implements AutoCloseable {

    private static final ChangeContext KIM = new ChangeContext("kim", "test", "");

    final RawServer one;
    final RawServer two;
    final Appliance appliance;
    final RawClient client;

    /** @param settings of the virtual server */
    TwoServers(String... settings) throws Exception {
        one = RawServer.echo("one");
        two = RawServer.echo("two");
        appliance = new Appliance(both(), settings);
        client = appliance.client();
    }

    List<RawServer> both() {
        return List.of(one, two);
    }

    /** Sets the administrative state of the server that gave a reply. */
    void administer(RawClient.Reply given, AdminState state) {
        administer(given.body().startsWith("one") ? "s1" : "s2", state);
    }

    /** Sets the administrative state of a server: "s1" or "s2". */
    void administer(String server, AdminState state) {
        appliance.conductor.setAdminState("test", server, state, KIM);
    }

    @Override
    public void close() throws Exception {
        try (one;
                two;
                appliance) {
            client.close();
        }
    }
}
