package org.netchestra.dispatcher.netty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.dispatcher.fuzzing.Fuzzing;
import org.netchestra.dispatcher.netty.NoLeaks;
import org.netchestra.dispatcher.netty.loop.KeptMemory;

/**
 * Mutated frames in pieces of any size, against the frame reader of Netty: what is accepted means the same to both, and what that one
 * refuses is not accepted here.
 */
@ExtendWith(NoLeaks.class)
class Http2FrameReaderFuzzTest {

    private static final int LIST_SIZE = 8192;
    private static final int BLOCK_SIZE = LIST_SIZE + LIST_SIZE / 4;

    /** For one block and one frame that grew by doubling: whoever does not give it back is refused ever after. */
    private static final KeptMemory MEMORY = new KeptMemory(BLOCK_SIZE + 2 * Http2FrameReader.MAX_PAYLOAD + 1024);

    /** {@code :method: GET} from the static table, and a literal field. */
    private static final byte[] BLOCK = {(byte) 0x82, 0x40, 1, 'x', 1, 'y'};

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext context = channel.pipeline().firstContext();

    @Test
    void shouldReadFramesAsTheReferenceDoes() {
        Fuzzing.run("the reader of HTTP/2 frames", random -> {
            byte[] sent = mutated(random, frames(random));
            FrameEvents reference = new FrameEvents();
            boolean sound = readByReference(sent, reference);
            FrameEvents events = new FrameEvents();
            String refusal = read(random, sent, events);
            if (refusal == null) {
                assertThat(sound)
                        .as("accepted, but refused by the reference: %s", events)
                        .isTrue();
                assertThat(events.withoutUnfinishedData(reference)).isEqualTo(reference.all());
            } else {
                List<String> told = events.withoutUnfinishedData(reference);
                assertThat(told.size())
                        .as(refusal)
                        .isLessThanOrEqualTo(reference.all().size());
                assertThat(reference.all().subList(0, told.size())).as(refusal).isEqualTo(told);
                // Nobody may promise anything here.
                boolean promise = refusal.startsWith("frame 5 of stream");
                // RFC 9218 section 2.1: 0 or 1; the reference takes it for an unknown one.
                boolean priorities = refusal.startsWith("setting 9 ");
                boolean stricter =
                        promise || priorities || refusal.contains("before SETTINGS") || refusal.contains("small parts");
                // The reference looks at no frame before it is whole.
                assertThat(sound && !stricter && isWhole(sent))
                        .as("refused: %s", refusal)
                        .isFalse();
            }
            return refusal == null;
        });
        channel.finishAndReleaseAll();
    }

    /** Whether the last frame is all there. */
    private static boolean isWhole(byte[] sent) {
        int at = 0;
        while (at + 9 <= sent.length) {
            at += 9 + ((sent[at] & 0xff) << 16 | (sent[at + 1] & 0xff) << 8 | (sent[at + 2] & 0xff));
        }
        return at == sent.length;
    }

    private boolean readByReference(byte[] sent, FrameEvents events) {
        ByteBuf in = Unpooled.wrappedBuffer(sent);
        try (DefaultHttp2FrameReader reader =
                new DefaultHttp2FrameReader(new DefaultHttp2HeadersDecoder(false, LIST_SIZE), 1000)) {
            reader.readFrame(context, in, events.asListener());
            return true;
        } catch (Http2Exception refused) {
            return false;
        } finally {
            in.release();
        }
    }

    /** Why it was refused; null when it was not. */
    private static String read(Random random, byte[] sent, FrameEvents events) {
        Http2FrameReader reader = new Http2FrameReader(events.asSink(LIST_SIZE), false, BLOCK_SIZE, MEMORY);
        try {
            for (int at = 0; at < sent.length; ) {
                int length = Math.min(sent.length - at, 1 + random.nextInt(random.nextBoolean() ? 8 : 400));
                ByteBuf piece = UnpooledByteBufAllocator.DEFAULT.buffer(length);
                piece.writeBytes(sent, at, length);
                reader.read(UnpooledByteBufAllocator.DEFAULT, piece);
                at += length;
            }
            return null;
        } catch (Http2Exception refused) {
            return String.valueOf(refused.getMessage());
        } finally {
            reader.close();
        }
    }

    private static byte[] frames(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frame(out, 4, 0, 0, new byte[0]);
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            int stream = 1 + 2 * random.nextInt(3);
            switch (random.nextInt(11)) {
                case 0 -> frame(out, 0, random.nextInt(2), stream, bytes(random, random.nextInt(300)));
                case 1 -> frame(out, 0, 8, stream, padded(bytes(random, random.nextInt(30))));
                case 2 -> frame(out, 1, 4 + random.nextInt(2), stream, BLOCK);
                case 3 -> frame(out, 1, 12, stream, padded(BLOCK));
                case 4 -> frame(out, 1, 0x24, stream, concat(new byte[] {0, 0, 0, 9, 16}, BLOCK));
                case 5 -> continued(out, random, stream);
                case 6 -> frame(out, 2, 0, stream, new byte[] {0, 0, 0, 9, 16});
                case 7 -> frame(out, 3, 0, stream, new byte[] {0, 0, 0, 8});
                case 8 -> frame(out, 4, 0, 0, new byte[] {0, (byte) (1 + random.nextInt(6)), 0, 0, 64, 1});
                case 9 -> frame(out, random.nextBoolean() ? 6 : 7, random.nextInt(2), 0, new byte[8]);
                default -> frame(out, 8 + 90 * random.nextInt(2), 0, random.nextInt(4), new byte[] {0, 0, 1, 0});
            }
        }
        return out.toByteArray();
    }

    private static void continued(ByteArrayOutputStream out, Random random, int stream) {
        int half = random.nextInt(BLOCK.length);
        frame(out, 1, random.nextInt(2), stream, Arrays.copyOf(BLOCK, half));
        for (int i = random.nextInt(3); i > 0; i--) {
            frame(out, 9, 0, stream, new byte[0]);
        }
        frame(out, 9, 4, stream, Arrays.copyOfRange(BLOCK, half, BLOCK.length));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] padded(byte[] content) {
        return concat(concat(new byte[] {3}, content), new byte[3]);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.writeBytes(new byte[] {0, (byte) (payload.length >> 8), (byte) payload.length, (byte) type, (byte) flags});
        out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
        out.writeBytes(payload);
    }

    private static byte[] mutated(Random random, byte[] frames) {
        byte[] bytes = frames.clone();
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] + random.nextInt(3) - 1);
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
