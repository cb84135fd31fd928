package org.netchestra.dispatcher.netty.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.dispatcher.fuzzing.Fuzzing;
import org.netchestra.dispatcher.netty.NoLeaks;

/** ClientHellos, whole and mutated, in pieces of any size: whatever name is read, every byte passes as it came. */
@ExtendWith(NoLeaks.class)
class ServerNameFuzzTest {

    private static final String NAME = "shop.example";

    private static byte[] clientHello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(NAME)));
        engine.setSSLParameters(parameters);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    @Test
    void shouldPassEveryByteOnWhateverIsInIt() throws Exception {
        byte[] hello = clientHello();
        Fuzzing.run("ClientHellos", random -> {
            boolean sound = random.nextInt(4) == 0;
            byte[] sent = sound ? hello : mutated(random, hello);
            List<String> names = new ArrayList<>();
            EmbeddedChannel channel = new EmbeddedChannel(new ServerNameReader(names::add));
            if (!write(channel, sent, random)) {
                assertThat(read(channel)).isEmpty();
                assertThat(names).isEmpty();
                channel.finishAndReleaseAll();
                return false;
            }
            byte[] passed = read(channel);
            boolean named = !names.isEmpty();
            assertThat(names).hasSizeLessThanOrEqualTo(1);
            if (sound) {
                assertThat(names).containsExactly(NAME);
            }
            assertThat(passed).isEqualTo(named ? sent : new byte[0]);
            channel.finishAndReleaseAll();
            return named && names.get(0) != null;
        });
    }

    /** False when it was refused, for its length or because it is no handshake; the connection is closed for that. */
    private static boolean write(EmbeddedChannel channel, byte[] sent, Random random) {
        try {
            for (int at = 0; at < sent.length; ) {
                int length = Math.min(sent.length - at, 1 + random.nextInt(200));
                channel.writeInbound(Unpooled.copiedBuffer(sent, at, length));
                at += length;
            }
            return true;
        } catch (DecoderException refused) {
            return false;
        }
    }

    private static byte[] read(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf data = channel.readInbound(); data != null; data = channel.readInbound()) {
            all.writeBytes(data);
            data.release();
        }
        return ByteBufUtil.getBytes(all);
    }

    private static byte[] mutated(Random random, byte[] hello) {
        byte[] bytes = Arrays.copyOf(hello, random.nextInt(4) == 0 ? 1 + random.nextInt(hello.length) : hello.length);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            // Lengths and types are at the beginning, and what breaks parsers is in them.
            int at = random.nextInt(random.nextBoolean() ? Math.min(60, bytes.length) : bytes.length);
            bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
        }
        return bytes;
    }
}
