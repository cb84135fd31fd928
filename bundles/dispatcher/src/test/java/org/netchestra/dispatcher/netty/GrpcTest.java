package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client and a server of grpc-java with the dispatcher between them: all kinds of calls, and every way they end. */
class GrpcTest {

    private static final MethodDescriptor.Marshaller<String> TEXT = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    };
    private static final MethodDescriptor<String, String> UNARY = method(MethodType.UNARY, "Unary");
    private static final MethodDescriptor<String, String> FAILING = method(MethodType.UNARY, "Failing");
    private static final MethodDescriptor<String, String> SILENT = method(MethodType.UNARY, "Silent");
    private static final MethodDescriptor<String, String> DOWN = method(MethodType.SERVER_STREAMING, "Down");
    private static final MethodDescriptor<String, String> BOTH = method(MethodType.BIDI_STREAMING, "Both");

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private Server server;
    private Appliance appliance;
    private ManagedChannel channel;

    private static MethodDescriptor<String, String> method(MethodType type, String name) {
        return MethodDescriptor.newBuilder(TEXT, TEXT)
                .setType(type)
                .setFullMethodName("test.Echo/" + name)
                .build();
    }

    @BeforeEach
    void start() throws Exception {
        ServerServiceDefinition echo = ServerServiceDefinition.builder("test.Echo")
                .addMethod(UNARY, ServerCalls.asyncUnaryCall((request, reply) -> {
                    reply.onNext("echo " + request);
                    reply.onCompleted();
                }))
                .addMethod(
                        FAILING,
                        ServerCalls.asyncUnaryCall((request, reply) -> reply.onError(Status.FAILED_PRECONDITION
                                .withDescription("not " + request)
                                .asRuntimeException())))
                .addMethod(
                        SILENT,
                        ServerCalls.asyncUnaryCall((request, reply) ->
                                ((ServerCallStreamObserver<String>) reply).setOnCancelHandler(cancelled::countDown)))
                .addMethod(DOWN, ServerCalls.asyncServerStreamingCall((request, reply) -> {
                    for (int i = 0; i < 100; i++) {
                        reply.onNext(request.repeat(1000) + i);
                    }
                    reply.onCompleted();
                }))
                .addMethod(BOTH, ServerCalls.asyncBidiStreamingCall(GrpcTest::answerEach))
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(echo)
                .build()
                .start();
        appliance = new Appliance(
                List.of(),
                "servers=g1=127.0.0.1:" + server.getPort(),
                "server-protocol=h2",
                "h2c=true",
                "min-body-grace=1s");
        channel = NettyChannelBuilder.forAddress("127.0.0.1", appliance.server.port())
                .usePlaintext()
                .build();
    }

    private static StreamObserver<String> answerEach(StreamObserver<String> reply) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String value) {
                reply.onNext("echo " + value);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {
                reply.onCompleted();
            }
        };
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        appliance.close();
        server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }

    private String call(MethodDescriptor<String, String> method, CallOptions options) {
        return ClientCalls.blockingUnaryCall(channel, method, options, "x");
    }

    @Test
    void shouldPassUnaryCallsOn() {
        for (int i = 0; i < 50; i++) {
            assertThat(call(UNARY, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS)))
                    .isEqualTo("echo x");
        }
    }

    @Test
    void shouldPassTheStatusOn() {
        StatusRuntimeException failure =
                catchThrowableOfType(StatusRuntimeException.class, () -> call(FAILING, CallOptions.DEFAULT));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(failure.getStatus().getDescription()).isEqualTo("not x");
    }

    @Test
    void shouldCancelAtTheServerWhatRunsOutOfTimeAtTheClient() throws Exception {
        StatusRuntimeException late = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> call(SILENT, CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS)));

        assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldStreamRepliesInOrder() {
        Iterator<String> replies = ClientCalls.blockingServerStreamingCall(
                channel, DOWN, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS), "y");

        List<String> all = new ArrayList<>();
        replies.forEachRemaining(all::add);
        assertThat(all).hasSize(100);
        assertThat(all.get(99)).isEqualTo("y".repeat(1000) + 99);
    }

    @Test
    void shouldStreamBothWaysWithoutHoldingMessagesBack() throws Exception {
        BlockingQueue<String> replies = new LinkedBlockingQueue<>();
        StreamObserver<String> requests =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(BOTH, CallOptions.DEFAULT), new StreamObserver<>() {
                    @Override
                    public void onNext(String value) {
                        replies.add(value);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        replies.add(String.valueOf(failure));
                    }

                    @Override
                    public void onCompleted() {
                        replies.add("completed");
                    }
                });
        for (int i = 0; i < 20; i++) {
            requests.onNext("m" + i);
            assertThat(replies.poll(20, TimeUnit.SECONDS)).isEqualTo("echo m" + i);
            // Longer in all than a slow upload is let do; that is what is tested.
            RawServer.takeTime(100);
        }
        requests.onCompleted();
        assertThat(replies.poll(20, TimeUnit.SECONDS)).isEqualTo("completed");
    }
}
