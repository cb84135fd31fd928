package org.netchestra.dispatcher.netty.exchange;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.KeptStep;
import org.netchestra.api.journal.TransactionRules;
import org.netchestra.api.journal.TransactionRules.Identification;
import org.netchestra.api.journal.TransactionStep;
import org.netchestra.core.control.ManagedServer;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;

/** An exchange as a step of its transaction, if it is one. Reused; confined to its event loop. */
final class ExchangeTransaction {

    /** Tells the application which transaction a request belongs to, and is told by it that a step was the last one. */
    private static final String TRANSACTION = "Netchestra-Transaction";

    private static final String STEP = "Netchestra-Step";
    private static final String ATTEMPT = "Netchestra-Attempt";
    private static final String LAST = "end";

    private final Worker worker;
    private final Exchange exchange;
    private final Attempt attempt;
    private @Nullable TransactionStep step;
    private @Nullable TransactionRules rules;

    ExchangeTransaction(Worker worker, Exchange exchange, Attempt attempt) {
        this.worker = worker;
        this.exchange = exchange;
        this.attempt = attempt;
    }

    void begin() {
        step = null;
        rules = null;
    }

    /** The journal has said what the exchange is. */
    void opened(@Nullable TransactionStep opened) {
        step = opened;
        rules = exchange.snapshot().spec().failSafe().rules().transactions();
    }

    boolean isStep() {
        return step != null;
    }

    /** Whether its turn has come. If not, it waits, or was refused. */
    boolean hasTurn() {
        TransactionStep mine = step;
        if (mine == null) {
            return true;
        }
        switch (mine.awaitTurn()) {
            case NOW -> {
                return true;
            }
            case LATER -> lineUp();
            case NEVER -> exchange.refuse(Refusal.TRANSACTION_BROKEN);
        }
        return false;
    }

    private void lineUp() {
        exchange.enter(ExchangeState.LINED_UP);
        exchange.deadline().await(exchange.timeouts().queue(), worker.nowNanos());
        if (!exchange.isRequestComplete()) {
            exchange.hold(true);
        }
    }

    /** The server that the transaction is bound to, if that takes work and has not failed this step; null for any. */
    @Nullable
    LiveServer home() {
        String bound = step == null ? null : step.server();
        if (bound == null) {
            return null;
        }
        for (ManagedServer server : exchange.snapshot().servers()) {
            if (server.spec().name().equals(bound)) {
                return server.takesWork() && !attempt.excludes(server.live()) ? server.live() : null;
            }
        }
        return null;
    }

    /** Whether the transaction must stay with a server that is not there. */
    boolean isStuck() {
        TransactionStep mine = step;
        return mine != null && mine.server() != null && home() == null && !mine.mayMove();
    }

    /** The confirmed steps that the assigned server has to be sent first. */
    List<KeptStep> rebuild() {
        return step == null ? List.of() : step.rebuild();
    }

    /** The Cookie header as the assigned server knows it. */
    String cookies(String header) {
        return step == null ? header : step.cookies(header);
    }

    /** Tells the application what is sent. What a client says of it is never believed. */
    void describe(MessageHead request, int attempts) {
        TransactionStep mine = step;
        if (rules == null) {
            return;
        }
        if (mine == null) {
            request.drop(TRANSACTION);
            request.drop(STEP);
            request.drop(ATTEMPT);
            return;
        }
        describe(request, mine.step(), attempts);
        String cookies = request.joinedValue("cookie", "; ");
        if (cookies != null) {
            String known = mine.cookies(cookies);
            if (!known.equals(cookies)) {
                request.set("Cookie", known);
            }
        }
    }

    /** Tells the application of a step that is sent again to rebuild what it knew. */
    void describe(MessageHead request, int number, int attempts) {
        if (step != null) {
            request.set(TRANSACTION, step.id());
            request.set(STEP, Integer.toString(number));
            request.set(ATTEMPT, Integer.toString(attempts));
        }
    }

    /** The reply goes to the client: names the transaction, and hears from the application whether it is over. */
    void replied(MessageHead reply) {
        TransactionStep mine = step;
        if (mine == null || rules == null) {
            return;
        }
        if (LAST.equals(reply.value(TRANSACTION))) {
            mine.last();
            reply.drop(TRANSACTION);
        }
        String announcement = mine.announcement();
        if (announcement == null) {
            return;
        }
        if (rules.identifiedBy() == Identification.COOKIE) {
            boolean secure = exchange.downstream().identity().isSecure();
            reply.add(
                    "Set-Cookie",
                    rules.name() + "=" + announcement + "; Path=/; HttpOnly; SameSite=Lax"
                            + (secure ? "; Secure" : ""));
        } else {
            reply.set(rules.name(), announcement);
        }
    }

    /** What a rebuilt server's cookies are compared with; nothing when transactions are not rebuilt. */
    List<String> setCookies(MessageHead reply) {
        return step == null || rules == null || !rules.rebuild() ? List.of() : cookiesOf(reply);
    }

    static List<String> cookiesOf(MessageHead reply) {
        List<String> cookies = new ArrayList<>();
        for (int i = 0; i < reply.count(); i++) {
            if (reply.name(i).equalsIgnoreCase("set-cookie")) {
                cookies.add(reply.value(i));
            }
        }
        return cookies;
    }
}
