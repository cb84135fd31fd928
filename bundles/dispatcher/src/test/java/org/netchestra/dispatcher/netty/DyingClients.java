package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that vanish while the bytes they asked for wait in a pipe. */
final class DyingClients {

    private static final int CLIENTS = 10;

    private DyingClients() {}

    /** One after another asks and dies; each must leave a record and no pipe. */
    static void visit(Appliance appliance, String asked) throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            try (RawClient client = appliance.client()) {
                client.write(asked);
                Appliance.await("a pipe to wait", () -> appliance.dispatcher.pipesInUse() > 0);
                client.socket.setSoLinger(true, 0);
            }
            int ended = i + 1;
            Appliance.await("the record", () -> appliance.ended.size() == ended);
            assertThat(appliance.ended.get(i).termination()).isEqualTo("CD");
            Appliance.await("no pipe to wait", () -> appliance.dispatcher.pipesInUse() == 0);
        }
    }
}
