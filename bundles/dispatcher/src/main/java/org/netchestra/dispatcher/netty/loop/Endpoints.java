package org.netchestra.dispatcher.netty.loop;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.netchestra.api.cluster.ServerAddress;

/**
 * Turns configured addresses into socket addresses. Literal ones at once; host names are looked up on another thread than an event
 * loop, and again when the answer is old. Thread-safe.
 */
public final class Endpoints {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

    private record Answer(CompletableFuture<InetSocketAddress> address, long lookedUpNanos) {}

    private final Executor lookups;
    private final ConcurrentHashMap<ServerAddress, Answer> answers = new ConcurrentHashMap<>();

    /** @param lookups runs look-ups, which block */
    public Endpoints(Executor lookups) {
        this.lookups = lookups;
    }

    /** The socket address; the stage fails when the name is unknown. */
    public CompletionStage<InetSocketAddress> resolve(ServerAddress address, long nowNanos) {
        Answer answer = answers.get(address);
        if (answer != null && (isLiteral(address) || isUsable(answer, nowNanos))) {
            return answer.address();
        }
        return answers.compute(
                        address, (key, old) -> old != null && isUsable(old, nowNanos) ? old : lookUp(key, nowNanos))
                .address();
    }

    private static boolean isUsable(Answer answer, long nowNanos) {
        return !answer.address().isCompletedExceptionally() && nowNanos - answer.lookedUpNanos() < FRESH_NANOS;
    }

    private Answer lookUp(ServerAddress address, long nowNanos) {
        if (isLiteral(address)) {
            return new Answer(CompletableFuture.completedFuture(literal(address)), nowNanos);
        }
        CompletableFuture<InetSocketAddress> future = new CompletableFuture<>();
        lookups.execute(() -> {
            try {
                future.complete(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
            } catch (UnknownHostException unknown) {
                future.completeExceptionally(unknown);
            }
        });
        return new Answer(future, nowNanos);
    }

    private static boolean isLiteral(ServerAddress address) {
        return NetUtil.isValidIpV4Address(address.host()) || NetUtil.isValidIpV6Address(address.host());
    }

    private static InetSocketAddress literal(ServerAddress address) {
        return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address.host()), address.port());
    }
}
