package org.netchestra.dispatcher.netty.exchange;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.control.ManagedServer;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.affinity.Affinity;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;

/** The server that an exchange belongs to, if it belongs to one. Reused with its exchange; confined to its event loop. */
final class ExchangeAffinity {

    /** The third and fourth letter of HAProxy's session state: what the request said of its server, and what the reply was given. */
    private enum Mark {
        UNKNOWN("N-"),
        DOWN("D-"),
        FOUND("V-"),
        FOUND_COOKIE("VN"),
        UNKNOWN_INSERTED("NI"),
        DOWN_INSERTED("DI");

        private final String letters;

        Mark(String letters) {
            this.letters = letters;
        }
    }

    private final Worker worker;
    private final Exchange exchange;
    private final PickQuery query;
    private final Attempt attempt;
    private final RequestKey key = new RequestKey();
    private @Nullable Affinity affinity;
    private @Nullable LiveServer home;
    private boolean keyed;
    private boolean down;

    ExchangeAffinity(Worker worker, Exchange exchange, PickQuery query, Attempt attempt) {
        this.worker = worker;
        this.exchange = exchange;
        this.query = query;
        this.attempt = attempt;
    }

    void begin() {
        affinity = null;
        home = null;
        keyed = false;
    }

    /** Reads where the request belongs in a pool that it is new to. */
    void enter() {
        begin();
        Affinity of =
                exchange.virtualServer().affinities().of(exchange.routing().pool(), exchange.snapshot());
        affinity = of;
        if (of == null) {
            return;
        }
        keyed = readKey(of);
        home = keyed ? of.find(key, exchange.snapshot().servers(), worker.nowNanos()) : null;
        mark(home == null ? Mark.UNKNOWN : Mark.FOUND);
    }

    private boolean readKey(Affinity of) {
        if (query.readKey(of.source(), key) && key.length() > 0) {
            return true;
        }
        String parameter = of.pathParameter();
        return parameter != null && query.readPathParameter(parameter, key) && key.length() > 0;
    }

    /**
     * The server that the request belongs to, when it may go there: also one that is drained, which gets no other work. Null when the
     * policy is to decide.
     */
    @Nullable
    LiveServer home() {
        LiveServer found = home;
        if (found == null) {
            return null;
        }
        if (attempt.excludes(found) || !isOpen(found)) {
            home = null;
            mark(Mark.DOWN);
            return null;
        }
        return found;
    }

    private boolean isOpen(LiveServer server) {
        List<ManagedServer> servers = exchange.snapshot().servers();
        for (int i = 0; i < servers.size(); i++) {
            ManagedServer managed = servers.get(i);
            if (managed.live() == server) {
                EffectiveState state = managed.effective();
                return state == EffectiveState.UP || state == EffectiveState.DRAINING;
            }
        }
        return false;
    }

    /** The request goes to a server that the policy picked. */
    void bind(LiveServer server) {
        Affinity of = affinity;
        if (of != null && keyed && home != server) {
            // The head may have moved in memory since the key was read.
            keyed = readKey(of);
            of.bind(key, server, worker.nowNanos());
        }
    }

    /** Tells the client of its server when it does not know, or learns the session that the server has given. */
    void replied(MessageHead reply) {
        Affinity of = affinity;
        LiveServer server = attempt.current();
        if (of == null || server == null) {
            return;
        }
        String learned = of.learnedCookie();
        if (learned != null && reply.cookieSet(learned, key)) {
            of.bind(key, server, worker.nowNanos());
        }
        String announcement = of.announcement(server, exchange.requester().isSecure());
        if (announcement == null) {
            return;
        }
        if (home == server) {
            mark(Mark.FOUND_COOKIE);
        } else {
            reply.add("Set-Cookie", announcement);
            // What was made for one client must not be given to others by a cache (RFC 9111 section 7.3).
            reply.add("Cache-Control", "private");
            mark(down ? Mark.DOWN_INSERTED : Mark.UNKNOWN_INSERTED);
        }
    }

    private void mark(Mark mark) {
        down = mark == Mark.DOWN;
        exchange.log().affinity(mark.letters);
    }
}
