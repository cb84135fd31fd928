package org.netchestra.dispatcher.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceConnectionsTest {

    @Test
    void shouldCountEachSourceAndForgetThoseWithoutAConnection() {
        SourceConnections connections = new SourceConnections();

        assertThat(connections.opened(1, 2)).isTrue();
        assertThat(connections.opened(1, 2)).isTrue();
        assertThat(connections.opened(1, 2)).isFalse();
        assertThat(connections.opened(2, 2)).isTrue();
        connections.closed(1);
        assertThat(connections.opened(1, 2)).isTrue();

        connections.closed(1);
        connections.closed(1);
        connections.closed(2);
        assertThat(connections.sources()).isZero();
    }
}
