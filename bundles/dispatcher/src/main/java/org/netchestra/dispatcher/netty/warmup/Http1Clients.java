package org.netchestra.dispatcher.netty.warmup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Clients that speak HTTP/1.1, each on a connection of its own. */
final class Http1Clients implements Clients {

    private final Connector connector;
    private final List<MessageStream> streams = new ArrayList<>();
    private final Requests.Request[] sent = new Requests.Request[COUNT];
    private int next;

    Http1Clients(Connector connector) {
        this.connector = connector;
    }

    @Override
    public void connect() throws IOException {
        leave();
        for (int i = 0; i < COUNT; i++) {
            streams.add(new MessageStream(connector.connect()));
        }
    }

    /** Some clients do not wait for their reply. */
    private void leave() throws IOException {
        for (int i = 0; i < streams.size(); i += 2) {
            streams.get(i).send(Requests.IN_TURN.get(i).http1().array());
        }
        streams.clear();
        connector.closeAll();
    }

    @Override
    public void exchange() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            sent[i] = Requests.IN_TURN.get(next++ % Requests.IN_TURN.size());
            streams.get(i).send(sent[i].http1().array());
        }
        for (int i = 0; i < COUNT; i++) {
            String head = streams.get(i).head();
            if (!sent[i].isBodiless()) {
                streams.get(i).skipBody(head);
            }
        }
    }

    @Override
    public void abort() {
        connector.abort();
    }
}
