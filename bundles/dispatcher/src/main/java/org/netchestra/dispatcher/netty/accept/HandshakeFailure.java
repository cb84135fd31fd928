package org.netchestra.dispatcher.netty.accept;

import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why a client's TLS handshake failed, in words that can be counted: of either library that does TLS. Stateless. */
final class HandshakeFailure {

    static final String TIMEOUT = "tls-timeout";
    private static final String CLOSED = "tls-closed";
    private static final String NO_TLS = "tls-not-tls";
    private static final String OTHER = "tls-other";

    private record Sign(String word, String reason) {}

    /** Looked for in this order in messages, in which blanks and underscores are alike; an alert is what the client says of us. */
    private static final List<Sign> SIGNS = List.of(
            new Sign("alert", "tls-refused-by-client"),
            new Sign("certificate", "tls-client-certificate"),
            new Sign("cipher", "tls-cipher"),
            new Sign("protocol", "tls-version"),
            new Sign("version", "tls-version"),
            new Sign("not an ssl", NO_TLS),
            new Sign("http request", NO_TLS),
            new Sign("wrong version number", NO_TLS));

    private HandshakeFailure() {}

    /** The reason under which it is counted. */
    static String reason(Throwable cause) {
        for (Throwable next = cause; next != null; next = next.getCause()) {
            if (next instanceof ClosedChannelException) {
                return CLOSED;
            }
            if (next instanceof NotSslRecordException) {
                return NO_TLS;
            }
        }
        return cause instanceof SSLException || cause.getCause() instanceof SSLException ? bySign(cause) : CLOSED;
    }

    private static String bySign(Throwable cause) {
        String message = (cause.getMessage() + " "
                        + (cause.getCause() == null ? "" : cause.getCause().getMessage()))
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
        return SIGNS.stream()
                .filter(sign -> message.contains(sign.word()))
                .map(Sign::reason)
                .findFirst()
                .orElse(OTHER);
    }
}
