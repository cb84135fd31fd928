package org.netchestra.dispatcher.netty.exchange;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.connection.ClientConnection;

/**
 * A request's head as the journal has it. When it is to survive the dispatcher, a line behind it says whose request it is: {@code
 * client-address client-port local-address local-port}.
 */
public final class RecoverableHead {

    private RecoverableHead() {}

    /** The head alone. */
    static ByteBuffer bare(MessageHead head) {
        return ByteBuffer.wrap(head.bytes(), 0, head.length());
    }

    /** The head, and whose it is. */
    static ByteBuffer of(Exchange exchange) {
        ClientConnection connection = exchange.downstream().connection();
        byte[] line = (text(connection.client()) + " " + text(connection.local())).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer head = bare(exchange.requestHead());
        return ByteBuffer.allocate(head.remaining() + line.length)
                .put(head)
                .put(line)
                .flip();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " " + address.getPort();
    }

    /**
     * Reads the head.
     *
     * @return whether it is one
     */
    static boolean read(ByteBuffer kept, MessageHead into) {
        into.fill(kept.duplicate());
        return HeadParser.parseRequest(into, HttpLimits.LARGEST) > 0;
    }

    /** Client and local address of a kept request. */
    public static InetSocketAddress[] addresses(ByteBuffer kept) {
        MessageHead head = new MessageHead();
        head.fill(kept.duplicate());
        int end = HeadParser.parseRequest(head, HttpLimits.LARGEST);
        String line = end <= 0 ? "" : new String(head.bytes(), end, head.length() - end, StandardCharsets.US_ASCII);
        String[] words = line.split(" ", -1);
        return words.length == 4
                ? new InetSocketAddress[] {address(words[0], words[1]), address(words[2], words[3])}
                : new InetSocketAddress[] {new InetSocketAddress(0), new InetSocketAddress(0)};
    }

    private static InetSocketAddress address(String host, String port) {
        try {
            // A literal: no name is looked up.
            return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port));
        } catch (UnknownHostException | NumberFormatException damaged) {
            return new InetSocketAddress(0);
        }
    }
}
