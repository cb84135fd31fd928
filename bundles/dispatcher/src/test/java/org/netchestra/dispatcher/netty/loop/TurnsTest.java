package org.netchestra.dispatcher.netty.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final CompletableFuture<Turns> made = new CompletableFuture<>();
    private EventLoopGroup loops;

    @BeforeEach
    void start() {
        IoHandlerFactory nio = NioIoHandler.newFactory();
        loops = new MultiThreadIoEventLoopGroup(1, executor -> {
            made.complete(new Turns(nio.newHandler(executor)));
            return made.join();
        });
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldDoWhatATaskLeftBeforeTheLoopWaits() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loops.execute(() -> made.join().atEnd(done::countDown));
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldDoWhatIsLeftMeanwhileInTheSameTurnAndSurviveFailures() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(2);
        loops.execute(() -> {
            Turns turns = made.join();
            turns.atEnd(() -> {
                turns.atEnd(done::countDown);
                throw new IllegalStateException("a failure that is meant");
            });
            turns.atEnd(done::countDown);
        });
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
